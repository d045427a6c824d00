package io.affidavit.solo;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Adds files in the data directory to the log on standard error: at most 10 MB each, kept for 14
/// days and 100 MB together.
final class LogFiles {

    private static final String PATTERN =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z',UTC} %-5level %logger{0}: %msg %kvp%n%ex";
    private static final FileSize FILE = new FileSize(10 * FileSize.MB_COEFFICIENT);
    private static final FileSize ALL = new FileSize(100 * FileSize.MB_COEFFICIENT);
    private static final int DAYS = 14;

    private LogFiles() {}

    static void writeTo(Path directory) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setContext(context);
        appender.setFile(directory.resolve("affidavit.log").toString());
        appender.setRollingPolicy(rolling(context, appender, directory));
        appender.setEncoder(encoder(context));
        appender.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
    }

    private static SizeAndTimeBasedRollingPolicy<ILoggingEvent> rolling(
            LoggerContext context, RollingFileAppender<ILoggingEvent> appender, Path directory) {
        SizeAndTimeBasedRollingPolicy<ILoggingEvent> policy = new SizeAndTimeBasedRollingPolicy<>();
        policy.setContext(context);
        policy.setParent(appender);
        policy.setFileNamePattern(directory.resolve("affidavit.%d.%i.log").toString());
        policy.setMaxFileSize(FILE);
        policy.setMaxHistory(DAYS);
        policy.setTotalSizeCap(ALL);
        policy.start();
        return policy;
    }

    private static PatternLayoutEncoder encoder(LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        return encoder;
    }
}
