package io.affidavit.edge.call;

import io.affidavit.schemas.routing.RoutingCommand.CoolDeployment;
import io.affidavit.schemas.routing.RoutingCommand.RecoverDeployment;
import io.affidavit.schemas.serial.Actor;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.NodeId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts on record that this node leaves a deployment alone or uses it again. No call waits for it:
/// each choice carries the state it was made by, and these facts say since when and why.
public final class HealthRecorder {

    private static final Logger LOG = LoggerFactory.getLogger(HealthRecorder.class);
    private static final int MAX_UNDER_WAY = 64;
    private static final int MAX_TRIES = 5;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final CallRecorder recorder;
    private final NodeId node;
    private final Clock clock;
    private final Semaphore underWay = new Semaphore(MAX_UNDER_WAY);

    /// @param node this node, whose view it is
    public HealthRecorder(CallRecorder recorder, NodeId node, Clock clock) {
        this.recorder = recorder;
        this.node = node;
        this.clock = clock;
    }

    /// Records a change soon. Never blocks.
    public void record(DeploymentId deployment, HealthChange change) {
        Object command = command(deployment, change);
        LOG.atInfo()
                .addKeyValue("deployment", deployment)
                .addKeyValue("change", change)
                .log("a deployment's health changed");
        if (!underWay.tryAcquire()) {
            lost(deployment);
            return;
        }
        Thread.ofVirtual()
                .name("health-" + deployment)
                .start(() -> {
                    try {
                        send(deployment, command);
                    } finally {
                        underWay.release();
                    }
                });
    }

    private void send(DeploymentId deployment, Object command) {
        for (int tries = 1; tries <= MAX_TRIES; tries++) {
            try {
                recorder.record(command, Actor.SYSTEM);
                return;
            } catch (RecordingFailed e) {
                if (e.code() == FailureCode.NOT_FOUND) {
                    return; // deleted meanwhile: nobody asks for its health any more
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
        lost(deployment);
    }

    private static void lost(DeploymentId deployment) {
        LOG.atWarn()
                .addKeyValue("deployment", deployment)
                .log("a change of a deployment's health could not be recorded");
    }

    private Object command(DeploymentId deployment, HealthChange change) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return switch (change) {
            case HealthChange.Cooled cooled ->
                    new CoolDeployment(
                            deployment,
                            node,
                            now,
                            cooled.reason(),
                            cooled.attempts(),
                            cooled.failures(),
                            now.plus(cooled.pause()));
            case HealthChange.Recovered recovered ->
                    new RecoverDeployment(deployment, node, now, recovered.cooldowns());
        };
    }
}
