package io.affidavit.solo;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/// All rooms in one context: each brings its own auto-configuration, so nothing is listed here.
@SpringBootConfiguration
@EnableAutoConfiguration
@EnableConfigurationProperties(SoloProperties.class)
public class SoloConfiguration {}
