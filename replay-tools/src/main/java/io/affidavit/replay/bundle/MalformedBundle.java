package io.affidavit.replay.bundle;

/// A bundle that cannot be read on. Carries no stack: it is a finding, not a fault.
final class MalformedBundle extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String object;
    private final String found;
    private final String expected;

    MalformedBundle(String object, String found, String expected) {
        super(object + ": " + found + " (expected: " + expected + ")", null, false, false);
        this.object = object;
        this.found = found;
        this.expected = expected;
    }

    String object() {
        return object;
    }

    String found() {
        return found;
    }

    String expected() {
        return expected;
    }
}
