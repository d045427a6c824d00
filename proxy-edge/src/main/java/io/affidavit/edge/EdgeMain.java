package io.affidavit.edge;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/// Starts the edge as a process of its own.
@SpringBootConfiguration
@EnableAutoConfiguration
public class EdgeMain {

    public static void main(String[] args) {
        SpringApplication.run(EdgeMain.class, args);
    }
}
