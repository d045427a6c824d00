package io.affidavit.schemas.proof;

/// The one spelling of a number in notes, paths and receipts: ASCII digits without a leading zero.
final class Decimals {

    private static final int MAX_DIGITS = 18;

    private Decimals() {}

    static long parse(String what, String text) {
        boolean good =
                !text.isEmpty()
                        && text.length() <= MAX_DIGITS
                        && (text.length() == 1 || text.charAt(0) != '0')
                        && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!good) {
            throw new IllegalArgumentException(
                    what + ": not a decimal number without leading zeros of at most 18 digits");
        }
        return Long.parseLong(text);
    }
}
