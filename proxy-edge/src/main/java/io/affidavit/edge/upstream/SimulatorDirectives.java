package io.affidavit.edge.upstream;

import org.jspecify.annotations.Nullable;

/// The directives of one text to the simulator; each counts once and is taken out of the text.
final class SimulatorDirectives {

    /// What a number is that was not given.
    static final int ABSENT = -1;

    private final StringBuilder rest;
    private @Nullable String complaint;

    SimulatorDirectives(String text) {
        rest = new StringBuilder(text);
    }

    @Nullable String text(String name) {
        int from = rest.indexOf("[[" + name + ":");
        int to = from < 0 ? -1 : rest.indexOf("]]", from);
        if (to < 0) {
            return null;
        }
        String value = rest.substring(from + name.length() + 3, to);
        rest.delete(from, to + 2);
        return value;
    }

    int number(String name, int min, int max) {
        String value = text(name);
        if (value == null) {
            return ABSENT;
        }
        try {
            int number = Integer.parseInt(value.strip());
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, like a number out of range.
        }
        complaint = "[[" + name + "]]: malformed (expected: " + min + " to " + max + ")";
        return ABSENT;
    }

    String rest() {
        return rest.toString().strip();
    }

    @Nullable String complaint() {
        return complaint;
    }
}
