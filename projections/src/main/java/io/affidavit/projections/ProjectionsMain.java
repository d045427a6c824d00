package io.affidavit.projections;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;

/// The projections as a process of their own.
@SpringBootConfiguration
@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
public class ProjectionsMain {

    /// Starts the process; it ends with SIGTERM.
    public static void main(String[] arguments) {
        SpringApplication.run(ProjectionsMain.class, arguments);
    }
}
