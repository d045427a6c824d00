package io.affidavit.replay.verify;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// Derives again every column that a row repeats of its record.
final class ColumnCheck {

    private final Failures failures;

    ColumnCheck(Failures failures) {
        this.failures = failures;
    }

    void check(long position, ScannedRecord record, UUID aggregate, RecordColumns columns) {
        if (!record.type().holds(columns.type())) {
            fail(position, "type", text(columns.type()), record.type().toString());
        }
        if (!aggregate.equals(columns.aggregate())) {
            fail(position, "agg", columns.aggregate().toString(), aggregate.toString());
        }
        if (record.aggregate().sequence() != columns.aggregateSequence()) {
            fail(
                    position,
                    "agg_seq",
                    Integer.toString(columns.aggregateSequence()),
                    Long.toString(record.aggregate().sequence()));
        }
        checkOrganization(position, record, columns);
    }

    private void checkOrganization(long position, ScannedRecord record, RecordColumns columns) {
        ScannedRecord.Organization link = record.organization();
        byte[] column = columns.organization();
        boolean same = link == null ? column == null : column != null && link.id().holds(column);
        if (!same) {
            fail(
                    position,
                    "org",
                    column == null ? "null" : text(column),
                    link == null ? "null" : link.id().toString());
        }
    }

    private void fail(long position, String column, String found, String expected) {
        failures.add(
                Check.RECORD_FORM, "record " + position + " column " + column, found, expected);
    }

    private static String text(byte[] column) {
        return new String(column, StandardCharsets.UTF_8);
    }
}
