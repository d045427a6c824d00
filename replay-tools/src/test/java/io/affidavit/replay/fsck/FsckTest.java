package io.affidavit.replay.fsck;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.replay.verify.Failure;
import io.affidavit.replay.verify.Failures;
import io.affidavit.replay.verify.SampleLog;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The tamper matrix: what a superuser can do to the tables, and how it shows.
class FsckTest {

    private static final int CALLS = 4; // positions 3 to 22, after the log and two organizations

    private static SampleDatabase sample;

    private final List<Long> progress = new ArrayList<>();
    private final List<Failure> found = new ArrayList<>();
    private final Failures failures = new Failures(found::add);

    @BeforeAll
    static void createTables() throws IOException {
        sample = SampleDatabase.create();
    }

    @AfterAll
    static void dropTables() {
        sample.close();
    }

    @Test
    void acceptsASoundLogAsTheReader() throws Exception {
        SampleLog log = SampleLog.withCalls(CALLS);
        sample.rewrite(log);

        List<AuditedLog> audited = audit();

        assertThat(found).isEmpty();
        assertThat(audited)
                .containsExactly(
                        new AuditedLog(
                                SampleLog.ORIGIN.value(),
                                23,
                                HexFormat.of().formatHex(log.frontier().root()),
                                8,
                                0));
    }

    @Test
    void acceptsALogThatIsLongerThanOneRange() throws Exception {
        sample.rewrite(SampleLog.withCalls(1_700));

        audit();

        assertThat(found).isEmpty();
        assertThat(progress).containsExactly(4_096L, 8_192L, 8_503L);
    }

    @Test
    void leavesOutWhatIsAppendedWhileItReads() throws Exception {
        SampleLog log = SampleLog.withCalls(1_700);
        sample.rewrite(log);
        long size = log.size();
        log.call(SampleLog.callId(9_999), "acme");
        List<SampleLog.Row> late = log.rows().subList((int) size, log.rows().size());
        Progress appending =
                (done, _) -> {
                    if (done == 4_096) {
                        sample.append(late, log);
                    }
                };

        List<AuditedLog> audited = new Fsck(reader(), failures, appending).run();

        assertThat(found).isEmpty();
        assertThat(audited.getFirst().size()).isEqualTo(size);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tampering")
    void findsWhatASuperuserDid(String what, int code, List<String> objects, String[] statements)
            throws Exception {
        sample.rewrite(SampleLog.withCalls(CALLS));
        sample.database().execute(statements);

        audit();

        assertThat(found.stream().map(Failure::object)).as(lines()).containsAll(objects);
        assertThat(failures.exitCode()).as(lines()).isEqualTo(code);
    }

    static Stream<Arguments> tampering() {
        return Stream.of(
                row("a byte of a record", 30, "record 7 column leaf")
                        .by(
                                "update evidence.record"
                                        + " set rec = set_byte(rec, 300, 1 # get_byte(rec, 300)) where pos = 7"),
                row("record and leaf together", 30, "record 6 prev", "head frontier root")
                        .by(
                                "update evidence.record set rec = convert_to(replace("
                                        + "convert_from(rec, 'UTF8'), 'ordered', 'weighed'),"
                                        + " 'UTF8') where pos = 5",
                                "update evidence.record set leaf = sha256('\\x00' || rec)"
                                        + " where pos = 5"),
                row("the leaf column alone", 30, "record 7 column leaf")
                        .by("update evidence.record set leaf = sha256(leaf) where pos = 7"),
                row(
                                "a row in the middle of a call",
                                33,
                                "record 6",
                                "record 7 agg.seq of call " + SampleLog.callId(0))
                        .by("delete from evidence.record where pos = 6"),
                row("a whole call", 33, "records 8 to 12")
                        .by("delete from evidence.record where pos between 8 and 12"),
                row("the tail", 33, "records 21 to 22")
                        .by("delete from evidence.record where pos > 20"),
                row("everything", 33, "records 0 to 22").by("truncate evidence.record"),
                row("two rows", 30, "record 7 pos", "record 9 pos")
                        .by(
                                "update evidence.record set pos = 999 where pos = 7",
                                "update evidence.record set pos = 7 where pos = 9",
                                "update evidence.record set pos = 9 where pos = 999"),
                row("column type", 31, "record 7 column type")
                        .by("update evidence.record set type = 'call.failed' where pos = 7"),
                row("column agg", 31, "record 7 column agg")
                        .by("update evidence.record set agg = gen_random_uuid() where pos = 7"),
                row("column agg_seq", 31, "record 7 column agg_seq")
                        .by("update evidence.record set agg_seq = 77 where pos = 7"),
                row("column org", 31, "record 7 column org")
                        .by("update evidence.record set org = 'acme' where pos = 7"),
                row("column org emptied", 31, "record 7 column org")
                        .by("update evidence.record set org = null where pos = 7"),
                row("the frontier", 30, "head frontier root")
                        .by(
                                "update evidence.head"
                                        + " set frontier = set_byte(frontier, 40, 1 # get_byte(frontier, 40))"),
                row("the frontier's length", 30, "head frontier root")
                        .by("update evidence.head set frontier = substr(frontier, 2)"),
                row("the head's link", 32, "head prev")
                        .by("update evidence.head set prev = sha256(prev)"),
                row("the head's time", 32, "head at")
                        .by("update evidence.head set at = '2026-11-25T14:00:00.999999Z'"),
                row("the head's origin", 31, "head origin")
                        .by("update evidence.head set origin = 'other/0123456789abcdef/2026'"),
                row("a head put back", 30, "head frontier root", "record row 20 of log 0")
                        .by("update evidence.head set size = 20"),
                row("a head put forward", 33, "record 23").by("update evidence.head set size = 24"),
                row("no head", 33, "head", "record row 0 of log 0").by("delete from evidence.head"),
                row("an organization's head", 32, "org_head acme")
                        .by("update evidence.org_head set seq = seq + 1 where org = 'acme'"),
                row("an organization's head gone", 32, "org_head umbra")
                        .by("delete from evidence.org_head where org = 'umbra'"),
                row("an organization's head invented", 32, "org_head nobody")
                        .by("insert into evidence.org_head values (0, 'nobody', 0, '\\x00')"),
                row("a record of another log", 32, "record row 0 of log 1")
                        .by(
                                "insert into evidence.record select 1, 0, rec, leaf, type,"
                                        + " gen_random_uuid(), 0, org from evidence.record"
                                        + " where pos = 0"),
                row("a byte of a blob", 51, "record 7 part response")
                        .by(
                                "update evidence.part"
                                        + " set blob = set_byte(blob, 20, 1 # get_byte(blob, 20)) where pos = 7"),
                row("the length of a blob", 51, "record 7 part response")
                        .by("update evidence.part set blob = blob || '\\x00' where pos = 7"),
                row("a blob gone", 60, "record 7 part response")
                        .by("delete from evidence.part where pos = 7"),
                row("a blob renamed", 51, "record 7 part response", "record 7 part extra")
                        .by("update evidence.part set name = 'extra' where pos = 7"),
                row("a blob invented", 51, "record 8 part extra")
                        .by("insert into evidence.part values (0, 8, 'extra', '\\x01')"),
                row("a blob beyond the head", 51, "part row 99 of log 0")
                        .by("insert into evidence.part values (0, 99, 'extra', '\\x01')"));
    }

    private record Row(String what, int code, List<String> objects) {
        Arguments by(String... statements) {
            return Arguments.of(what, code, objects, statements);
        }
    }

    private static Row row(String what, int code, String... objects) {
        return new Row(what, code, List.of(objects));
    }

    private String lines() {
        return String.join("\n", found.stream().map(Failure::line).toList());
    }

    private List<AuditedLog> audit() throws SQLException, IOException {
        return new Fsck(reader(), failures, (done, _) -> progress.add(done)).run();
    }

    private static DataSource reader() {
        return sample.database().dataSource("affidavit_reader");
    }
}
