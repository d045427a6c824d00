package io.affidavit.edge.json;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The member names of all objects that are open, to find one named twice. Short objects compare
/// byte ranges and make no garbage; a long one changes to a set, so that its cost stays linear.
final class MemberNames {

    private static final int LONG_OBJECT = 24;

    /// Most names that are kept as text, in all open objects together.
    static final int MAX_NAMES = 10_000;

    private final byte[] bytes;
    private final List<@Nullable Set<String>> sets = new ArrayList<>(8);
    private int[] bases = new int[8];
    private int[] ranges = new int[64];
    private int depth;
    private int used;
    private int kept;

    MemberNames(byte[] bytes) {
        this.bytes = bytes;
    }

    void open() {
        if (depth == bases.length) {
            bases = Arrays.copyOf(bases, 2 * depth);
        }
        bases[depth++] = used;
        sets.add(null);
    }

    void close() {
        used = bases[--depth];
        Set<String> set = sets.removeLast();
        kept -= set == null ? 0 : set.size();
    }

    /// Whether there are too many names to keep another one.
    boolean isFull() {
        return kept >= MAX_NAMES;
    }

    /// Notes a name of the innermost open object; false if it has it already.
    boolean add(int from, int to) {
        Set<String> set = sets.getLast();
        if (set != null) {
            kept++; // A name that is there already ends the reading.
            return set.add(JsonText.decode(bytes, from, to));
        }
        int base = bases[depth - 1];
        for (int i = base; i < used; i += 2) {
            if (same(ranges[i], ranges[i + 1], from, to)) {
                return false;
            }
        }
        if (used == ranges.length) {
            ranges = Arrays.copyOf(ranges, 2 * used);
        }
        ranges[used++] = from;
        ranges[used++] = to;
        if (used - base == 2 * LONG_OBJECT) {
            changeToSet(base);
        }
        return true;
    }

    private void changeToSet(int base) {
        Set<String> set = new HashSet<>(4 * LONG_OBJECT);
        for (int i = base; i < used; i += 2) {
            set.add(JsonText.decode(bytes, ranges[i], ranges[i + 1]));
        }
        sets.set(depth - 1, set);
        kept += set.size();
    }

    private boolean same(int from, int to, int otherFrom, int otherTo) {
        if (Arrays.equals(bytes, from, to, bytes, otherFrom, otherTo)) {
            return true;
        }
        return (JsonText.hasEscape(bytes, from, to)
                        || JsonText.hasEscape(bytes, otherFrom, otherTo))
                && JsonText.decode(bytes, from, to)
                        .equals(JsonText.decode(bytes, otherFrom, otherTo));
    }
}
