package io.affidavit.query;

import io.affidavit.query.web.AdministratorResolver;
import io.affidavit.query.web.Administrators;
import io.affidavit.query.web.DenialRecorder;
import io.affidavit.query.web.OperatorToken;
import io.affidavit.query.web.PermissionInterceptor;
import io.affidavit.query.web.ProblemAdvice;
import java.time.InstantSource;
import java.util.List;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.queryhandling.QueryGateway;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Who may read over HTTP, and how a refusal looks.
@Configuration(proxyBeanMethods = false)
class QueryWebConfiguration {

    @Bean
    ProblemAdvice queryProblemAdvice() {
        return new ProblemAdvice();
    }

    @Bean
    DenialRecorder queryDenialRecorder(CommandGateway commands) {
        return new DenialRecorder(commands, InstantSource.system());
    }

    @Bean
    WebMvcConfigurer queryPermissions(
            QueryProperties properties, QueryGateway queries, DenialRecorder denials) {
        OperatorToken operator =
                new OperatorToken(ReaderDatabase.secret(properties.operatorTokenFile()));
        PermissionInterceptor interceptor =
                new PermissionInterceptor(operator, new Administrators(queries), denials);
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(interceptor);
            }

            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new AdministratorResolver());
            }
        };
    }
}
