package io.affidavit.command.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.schemas.access.AccessCommand.RecordDenial;
import io.affidavit.schemas.serial.Actor;
import io.affidavit.schemas.value.FailureCode;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class DenialRecorderTest {

    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-11-25T14:00:00Z"), ZoneOffset.UTC);

    private final List<RecordDenial> recorded = Collections.synchronizedList(new ArrayList<>());
    private final AtomicBoolean isBroken = new AtomicBoolean();
    private final DenialRecorder denials =
            new DenialRecorder(this::send, () -> UUID.randomUUID().toString(), CLOCK);

    @Test
    void countsAttemptsOfOneKindInOneRecord() {
        for (int i = 0; i < 5; i++) {
            denials.record(
                    FailureCode.INVALID_API_KEY, "POST /admin/keys", "192.0.2.1", Actor.SYSTEM);
        }
        denials.record(FailureCode.NO_CREDENTIALS, "POST /admin/keys", "192.0.2.1", Actor.SYSTEM);
        denials.flush();
        assertThat(recorded).extracting(RecordDenial::count).containsExactlyInAnyOrder(5L, 1L);
        assertThat(recorded).allMatch(denial -> denial.plane().equals("control"));
        denials.flush();
        assertThat(recorded).hasSize(2);
    }

    @Test
    void keepsWhatTheLogDidNotTake() {
        isBroken.set(true);
        denials.record(FailureCode.INVALID_API_KEY, "POST /admin/keys", "192.0.2.1", Actor.SYSTEM);
        denials.flush();
        denials.record(FailureCode.INVALID_API_KEY, "POST /admin/keys", "192.0.2.1", Actor.SYSTEM);
        isBroken.set(false);
        denials.flush();
        assertThat(recorded).extracting(RecordDenial::count).containsExactly(2L);
    }

    @Test
    void losesNothingInAFloodOfSources() {
        for (int i = 0; i < 10_000; i++) {
            denials.record(
                    FailureCode.INVALID_API_KEY,
                    "POST /admin/keys",
                    "2001:db8::" + i,
                    Actor.SYSTEM);
        }
        denials.flush();
        assertThat(recorded.stream().mapToLong(RecordDenial::count).sum()).isEqualTo(10_000);
        assertThat(recorded).hasSizeLessThan(300);
    }

    @Test
    void addsUpWhileOthersFlush() throws InterruptedException {
        int callers = 8;
        CountDownLatch done = new CountDownLatch(callers);
        for (int caller = 0; caller < callers; caller++) {
            String source = "192.0.2." + caller;
            Thread.ofVirtual()
                    .start(() -> {
                        for (int i = 0; i < 1_000; i++) {
                            denials.record(FailureCode.NO_CREDENTIALS, "-", source, Actor.SYSTEM);
                            if (i % 100 == 0) {
                                denials.flush();
                            }
                        }
                        done.countDown();
                    });
        }
        done.await();
        denials.start();
        denials.stop();
        assertThat(recorded.stream().mapToLong(RecordDenial::count).sum()).isEqualTo(8_000);
        assertThat(denials.isRunning()).isFalse();
    }

    private void send(RecordDenial denial, Actor actor) {
        assertThat(actor).isEqualTo(Actor.SYSTEM);
        if (isBroken.get()) {
            throw new IllegalStateException("no log");
        }
        recorded.add(denial);
    }
}
