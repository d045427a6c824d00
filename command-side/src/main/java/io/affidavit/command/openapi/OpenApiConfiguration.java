package io.affidavit.command.openapi;

import io.affidavit.command.web.BodyDescriber;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// The description of the control plane.
@Configuration(proxyBeanMethods = false)
public class OpenApiConfiguration {

    private static final String MAPPING = "requestMappingHandlerMapping";

    @Bean
    OpenApiController openApiController(BeanFactory beans, BodyDescriber bodies) {
        return new OpenApiController(
                () -> beans.getBean(MAPPING, RequestMappingHandlerMapping.class), bodies);
    }
}
