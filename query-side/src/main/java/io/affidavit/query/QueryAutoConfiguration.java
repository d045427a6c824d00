package io.affidavit.query;

import com.zaxxer.hikari.HikariDataSource;
import io.affidavit.query.access.AccessReader;
import io.affidavit.query.access.AdminTokenController;
import io.affidavit.query.access.KeyController;
import io.affidavit.query.access.KeyReader;
import io.affidavit.query.access.ScopeController;
import io.affidavit.query.call.CallController;
import io.affidavit.query.call.CallReader;
import io.affidavit.query.call.CatalogQueryHandler;
import io.affidavit.query.call.CatalogReader;
import io.affidavit.query.call.KeyUsageQueryHandler;
import io.affidavit.query.call.OpenCallsQueryHandler;
import io.affidavit.query.call.SpendController;
import io.affidavit.query.call.SpendReader;
import io.affidavit.query.call.SpendTableFile;
import io.affidavit.query.evidence.CallQueryHandler;
import io.affidavit.query.evidence.GrantReader;
import io.affidavit.query.evidence.HistoryController;
import io.affidavit.query.evidence.KeyHistory;
import io.affidavit.query.evidence.LimitHistory;
import io.affidavit.query.evidence.RecordReader;
import io.affidavit.query.evidence.RouteHistory;
import io.affidavit.query.evidence.ScopeHistory;
import io.affidavit.query.evidence.ShownCalls;
import io.affidavit.query.evidence.StoriesWithin;
import io.affidavit.query.limit.LimitController;
import io.affidavit.query.limit.LimitReader;
import io.affidavit.query.routing.PriceController;
import io.affidavit.query.routing.RoutingController;
import io.affidavit.query.routing.RoutingReader;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.axonframework.queryhandling.QueryGateway;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/// Everything that reads, beside the Axon buses and the web server of the process.
@AutoConfiguration
@EnableConfigurationProperties(QueryProperties.class)
@Import(QueryWebConfiguration.class)
public class QueryAutoConfiguration {

    /// Connections of the reader. Nobody else's: it takes part in no injection by type.
    @Bean(defaultCandidate = false)
    HikariDataSource readerDataSource(QueryProperties properties) {
        return ReaderDatabase.open(properties.database());
    }

    @Bean(defaultCandidate = false)
    JdbcClient readerSql(@Qualifier("readerDataSource") DataSource readerDataSource) {
        return JdbcClient.create(readerDataSource);
    }

    /// Everything that is read in it, is read at one moment.
    @Bean(defaultCandidate = false)
    TransactionTemplate readerSnapshot(@Qualifier("readerDataSource") DataSource readerDataSource) {
        TransactionTemplate snapshot =
                new TransactionTemplate(new DataSourceTransactionManager(readerDataSource));
        snapshot.setReadOnly(true);
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        return snapshot;
    }

    @Bean
    ScopeController scopeReadController(@Qualifier("readerSql") JdbcClient readerSql) {
        return new ScopeController(
                new AccessReader(readerSql), new ScopeHistory(new RecordReader(readerSql)));
    }

    @Bean
    KeyController keyReadController(@Qualifier("readerSql") JdbcClient readerSql) {
        return new KeyController(
                new KeyReader(readerSql, InstantSource.system()),
                new KeyHistory(new RecordReader(readerSql)));
    }

    @Bean
    AdminTokenController adminTokenReadController(@Qualifier("readerSql") JdbcClient readerSql) {
        return new AdminTokenController(
                new GrantReader(new RecordReader(readerSql)), InstantSource.system());
    }

    @Bean
    LimitController limitReadController(@Qualifier("readerSql") JdbcClient readerSql) {
        return new LimitController(
                new LimitReader(readerSql, InstantSource.system()),
                new LimitHistory(new RecordReader(readerSql)),
                new StoriesWithin(readerSql));
    }

    @Bean
    RoutingController routingReadController(@Qualifier("readerSql") JdbcClient readerSql) {
        return new RoutingController(
                new RoutingReader(readerSql), new RouteHistory(new RecordReader(readerSql)));
    }

    @Bean
    PriceController priceReadController() {
        return new PriceController(InstantSource.system());
    }

    @Bean
    CallController callReadController(@Qualifier("readerSql") JdbcClient readerSql) {
        return new CallController(new CallReader(readerSql));
    }

    @Bean
    SpendController spendReadController(
            @Qualifier("readerSql") JdbcClient readerSql,
            @Qualifier("readerSnapshot") TransactionTemplate readerSnapshot) {
        SpendReader reader = new SpendReader(readerSql);
        return new SpendController(reader, new SpendTableFile(reader, readerSnapshot));
    }

    @Bean
    HistoryController historyController(
            @Qualifier("readerSql") JdbcClient readerSql,
            @Qualifier("readerSnapshot") TransactionTemplate readerSnapshot) {
        return new HistoryController(
                new RecordReader(readerSql),
                new ShownCalls(readerSql),
                new StoriesWithin(readerSql),
                readerSnapshot);
    }

    @Bean
    CatalogQueryHandler catalogQueryHandler(
            @Qualifier("readerSql") JdbcClient readerSql,
            @Qualifier("readerSnapshot") TransactionTemplate readerSnapshot) {
        return new CatalogQueryHandler(new CatalogReader(readerSql), readerSnapshot);
    }

    @Bean
    OpenCallsQueryHandler openCallsQueryHandler(
            @Qualifier("readerSql") JdbcClient readerSql,
            @Qualifier("readerSnapshot") TransactionTemplate readerSnapshot) {
        return new OpenCallsQueryHandler(readerSql, readerSnapshot);
    }

    @Bean
    CallQueryHandler callQueryHandler(@Qualifier("readerSql") JdbcClient readerSql) {
        return new CallQueryHandler(new RecordReader(readerSql));
    }

    @Bean
    KeyUsageQueryHandler keyUsageQueryHandler(
            @Qualifier("readerSql") JdbcClient readerSql,
            @Qualifier("readerSnapshot") TransactionTemplate readerSnapshot,
            QueryGateway queries) {
        return new KeyUsageQueryHandler(readerSql, readerSnapshot, queries);
    }
}
