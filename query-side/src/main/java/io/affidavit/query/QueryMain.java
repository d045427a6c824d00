package io.affidavit.query;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.PropertySource;

/// The reading side as a process of its own.
@SpringBootConfiguration
@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
@PropertySource("classpath:io/affidavit/query/main.properties")
public class QueryMain {

    /// Starts the process; it ends with SIGTERM.
    public static void main(String[] arguments) {
        SpringApplication.run(QueryMain.class, arguments);
    }
}
