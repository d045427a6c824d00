package io.affidavit.edge;

import io.affidavit.edge.call.AnswerBudget;
import io.affidavit.edge.server.ServerLimits;
import io.affidavit.edge.upstream.UpstreamTimeouts;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/// Settings of the edge.
///
/// @param bind address the data port listens on
/// @param port data port; 0 for any free one
/// @param threads event loops; 0 for one a core
/// @param connectionsMax connections open at once
/// @param callsMax requests under way at once
/// @param headMax request line and header fields of one request together; 1KB to 1GB, like all
///   sizes
/// @param bodyMax body of one request
/// @param bodiesMax bodies of all requests under way together
/// @param answerMax body or events of one answer
/// @param answersMax bodies or events of all answers under way together
/// @param receiveTimeout for one request to come in as a whole
/// @param idleTimeout between two requests on a connection
/// @param sendTimeout without a byte taken by a client although some wait
/// @param connectTimeout to a provider: name, connect and TLS together
/// @param firstByteTimeout from a provider's request sent to its status line
/// @param upstreamIdleTimeout between two pieces of a provider's answer
/// @param totalTimeout one attempt as a whole
/// @param drainTimeout for calls to end by themselves when the gateway stops
/// @param concludeTimeout for recording an end that nobody waits for any more
/// @param stopRevokedCalls whether calls under way, streams above all, end when their key is
///   revoked or blocked; `false` lets them run to their end
@Validated
@ConfigurationProperties(value = "affidavit.edge", ignoreUnknownFields = false)
public record EdgeProperties(
        @NotBlank @DefaultValue("127.0.0.1") String bind,
        @Min(0) @Max(65535) @DefaultValue("8080") int port,
        @Min(0) @Max(256) @DefaultValue("0") int threads,
        @Min(1) @Max(1_000_000) @DefaultValue("10000") int connectionsMax,
        @Min(1) @Max(100_000) @DefaultValue("2000") int callsMax,
        @NotNull @DefaultValue("32KB") DataSize headMax,
        @NotNull @DefaultValue("16MB") DataSize bodyMax,
        @NotNull @DefaultValue("128MB") DataSize bodiesMax,
        @NotNull @DefaultValue("32MB") DataSize answerMax,
        @NotNull @DefaultValue("96MB") DataSize answersMax,
        @DurationMin(millis = 1) @DurationMax(hours = 1) @DefaultValue("20s")
                Duration receiveTimeout,
        @DurationMin(millis = 1) @DurationMax(hours = 1) @DefaultValue("75s") Duration idleTimeout,
        @DurationMin(millis = 1) @DurationMax(hours = 1) @DefaultValue("30s") Duration sendTimeout,
        @DurationMin(millis = 1) @DurationMax(minutes = 10) @DefaultValue("5s")
                Duration connectTimeout,
        @DurationMin(millis = 1) @DurationMax(hours = 1) @DefaultValue("120s")
                Duration firstByteTimeout,
        @DurationMin(millis = 1) @DurationMax(hours = 1) @DefaultValue("60s")
                Duration upstreamIdleTimeout,
        @DurationMin(millis = 1) @DurationMax(hours = 2) @DefaultValue("10m") Duration totalTimeout,
        @DurationMin(millis = 0) @DurationMax(minutes = 10) @DefaultValue("20s")
                Duration drainTimeout,
        @DurationMin(millis = 0) @DurationMax(minutes = 10) @DefaultValue("60s")
                Duration concludeTimeout,
        @DefaultValue("false") boolean stopRevokedCalls) {

    private static final DataSize SMALLEST = DataSize.ofKilobytes(1);
    private static final DataSize LARGEST = DataSize.ofGigabytes(1);

    public EdgeProperties {
        requireSize("head-max", headMax);
        requireSize("body-max", bodyMax);
        requireSize("bodies-max", bodiesMax);
        requireSize("answer-max", answerMax);
        requireSize("answers-max", answersMax);
    }

    private static void requireSize(String name, DataSize size) {
        if (size.compareTo(SMALLEST) < 0 || size.compareTo(LARGEST) > 0) {
            throw new IllegalArgumentException(
                    "affidavit.edge." + name + ": " + size + " (expected: 1KB to 1GB)");
        }
    }

    ServerLimits serverLimits() {
        return new ServerLimits(
                connectionsMax,
                Math.toIntExact(headMax.toBytes()),
                bodyMax.toBytes(),
                bodiesMax.toBytes(),
                receiveTimeout,
                idleTimeout,
                sendTimeout);
    }

    AnswerBudget answerBudget() {
        return new AnswerBudget(Math.toIntExact(answerMax.toBytes()), answersMax.toBytes());
    }

    UpstreamTimeouts upstreamTimeouts() {
        return new UpstreamTimeouts(
                connectTimeout, firstByteTimeout, upstreamIdleTimeout, totalTimeout);
    }
}
