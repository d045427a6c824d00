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
import io.affidavit.query.evidence.ReceiptController;
import io.affidavit.query.evidence.RecordReader;
import io.affidavit.query.evidence.RouteHistory;
import io.affidavit.query.evidence.ScopeHistory;
import io.affidavit.query.evidence.ShownCalls;
import io.affidavit.query.evidence.StoriesWithin;
import io.affidavit.query.evidence.disclosure.Disclosure;
import io.affidavit.query.evidence.export.BundleController;
import io.affidavit.query.evidence.export.Bundles;
import io.affidavit.query.evidence.export.ExportRecorder;
import io.affidavit.query.evidence.export.Exporter;
import io.affidavit.query.evidence.export.Spool;
import io.affidavit.query.evidence.stamp.StampAuthority;
import io.affidavit.query.evidence.tree.CheckpointReader;
import io.affidavit.query.evidence.tree.EntryReader;
import io.affidavit.query.evidence.tree.PromisedLeaf;
import io.affidavit.query.evidence.tree.ProofController;
import io.affidavit.query.evidence.tree.TileController;
import io.affidavit.query.evidence.tree.TileReader;
import io.affidavit.query.limit.LimitController;
import io.affidavit.query.limit.LimitReader;
import io.affidavit.query.routing.PriceController;
import io.affidavit.query.routing.RoutingController;
import io.affidavit.query.routing.RoutingReader;
import io.affidavit.schemas.proof.KeptCheckpoint;
import java.time.InstantSource;
import java.util.Objects;
import javax.sql.DataSource;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.queryhandling.QueryGateway;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
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
    SpendReader spendReader(@Qualifier("readerSql") JdbcClient readerSql) {
        return new SpendReader(readerSql);
    }

    @Bean
    SpendController spendReadController(
            SpendReader reader, @Qualifier("readerSnapshot") TransactionTemplate readerSnapshot) {
        return new SpendController(reader, new SpendTableFile(reader, readerSnapshot));
    }

    /// The last step of a start.
    @Bean
    ApplicationRunner spendWarmUp(SpendReader reader) {
        return _ -> reader.warmUp();
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
    ReceiptController receiptController(
            QueryGateway queries,
            CheckpointReader checkpoints,
            TileReader tiles,
            ObjectProvider<KeptCheckpoint> kept) {
        KeptCheckpoint own = kept.getIfAvailable(() -> KeptCheckpoint.NONE);
        return new ReceiptController(queries, new PromisedLeaf(own, checkpoints, tiles));
    }

    @Bean
    CheckpointReader checkpointReader(@Qualifier("readerSql") JdbcClient readerSql) {
        return new CheckpointReader(readerSql);
    }

    @Bean
    TileReader tileReader(@Qualifier("readerSql") JdbcClient readerSql) {
        return new TileReader(readerSql);
    }

    @Bean
    ProofController proofController(CheckpointReader checkpoints, TileReader tiles) {
        return new ProofController(checkpoints, tiles);
    }

    @Bean
    TileController tileController(
            CheckpointReader checkpoints,
            TileReader tiles,
            @Qualifier("readerSql") JdbcClient readerSql) {
        return new TileController(checkpoints, tiles, new EntryReader(readerSql));
    }

    @Bean(destroyMethod = "close")
    @ConditionalOnProperty("affidavit.query.export.tsa.url")
    StampAuthority stampAuthority(QueryProperties properties) {
        QueryProperties.Tsa tsa = properties.export().tsa();
        return new StampAuthority(
                new StampAuthority.Address(
                        Objects.requireNonNull(tsa.url()),
                        tsa.username(),
                        tsa.passwordFile(),
                        tsa.timeout()));
    }

    /// Connections that see the keys of parts, and nothing else. Nobody else's.
    @Bean(defaultCandidate = false)
    HikariDataSource discloserDataSource(QueryProperties properties) {
        return ReaderDatabase.open(properties.disclosure());
    }

    @Bean
    Disclosure disclosure(
            @Qualifier("readerSql") JdbcClient readerSql,
            @Qualifier("discloserDataSource") DataSource discloserDataSource,
            QueryProperties properties) {
        return new Disclosure(
                readerSql,
                JdbcClient.create(discloserDataSource),
                properties.export().keysDirectory().resolve("kek"),
                properties.disclosure().partsMax(),
                properties.disclosure().bytesMax().toBytes());
    }

    @Bean(destroyMethod = "close")
    Bundles bundles(
            @Qualifier("readerSql") JdbcClient readerSql,
            CheckpointReader checkpoints,
            TileReader tiles,
            CommandGateway commands,
            ObjectProvider<StampAuthority> authority,
            Disclosure disclosure,
            QueryProperties properties) {
        QueryProperties.Export export = properties.export();
        Spool spool = new Spool(export.directory());
        spool.clear();
        return new Bundles(
                new Exporter(
                        readerSql,
                        checkpoints,
                        tiles,
                        export.keysDirectory(),
                        authority.getIfAvailable(),
                        disclosure),
                new ExportRecorder(commands),
                spool,
                new Bundles.Bounds(export.preparedMax(), export.lifetime()));
    }

    @Bean
    BundleController bundleController(Bundles bundles) {
        return new BundleController(bundles);
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
