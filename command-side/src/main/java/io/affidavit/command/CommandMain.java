package io.affidavit.command;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.PropertySource;

/// The room as a process of its own.
@SpringBootConfiguration
@EnableAutoConfiguration
@PropertySource("classpath:io/affidavit/command/main.properties")
public class CommandMain {

    /// Starts it.
    public static void main(String[] args) {
        SpringApplication.run(CommandMain.class, args);
    }
}
