package io.affidavit.replay.verify;

/// Canonical bytes that are not a record. Carries no stack: it is a finding, not a fault.
final class ScanException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String found;
    private final String expected;

    ScanException(String found, String expected) {
        super(found, null, false, false);
        this.found = found;
        this.expected = expected;
    }

    String found() {
        return found;
    }

    String expected() {
        return expected;
    }
}
