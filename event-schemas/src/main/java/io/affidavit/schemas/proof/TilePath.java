package io.affidavit.schemas.proof;

/// Where a tile of hashes, or a bundle of entries, is found (C2SP tlog-tiles):
/// `tile/<level>/<index>[.p/<width>]` and `tile/entries/<index>[.p/<width>]`.
///
/// @param level 0 holds leaf hashes, each higher one the roots of the full tiles below
/// @param index which tile of the level
/// @param width number of hashes, 256 in a full tile
public record TilePath(int level, long index, int width) {

    /// Hashes of a full tile.
    public static final int FULL = 256;

    /// Levels of the tree that one tile spans.
    public static final int HEIGHT = 8;

    private static final int MAX_LEVEL = 63;

    public TilePath {
        if (level < 0 || level > MAX_LEVEL || index < 0 || width < 1 || width > FULL) {
            throw new IllegalArgumentException(
                    "tile: level " + level + ", index " + index + ", width " + width);
        }
    }

    /// Reads level and index with its optional width as they stand in a path.
    ///
    /// @param level decimal, no leading zeros
    /// @param rest what follows the level: `x001/x234/067` or `x001/x234/067.p/5`
    /// @throws IllegalArgumentException if it is not the one form of this tile
    public static TilePath parse(String level, String rest) {
        int partial = rest.indexOf(".p/");
        String digits = partial < 0 ? rest : rest.substring(0, partial);
        int width =
                partial < 0
                        ? FULL
                        : (int) bounded("tile width", rest.substring(partial + 3), FULL - 1);
        TilePath path = new TilePath((int) bounded("tile level", level, 63), index(digits), width);
        if (!path.indexText().equals(rest)) {
            throw new IllegalArgumentException("tile: not in its one form");
        }
        return path;
    }

    /// How many hashes this level's rightmost, partial tile has in a tree of that size; 0 for none.
    public static int partialWidth(int level, long treeSize) {
        int bits = level * HEIGHT;
        return bits >= Long.SIZE ? 0 : (int) ((treeSize >>> bits) % FULL);
    }

    /// The path below the log's address for a tile of hashes.
    public String hashes() {
        return "tile/" + level + '/' + indexText();
    }

    /// The path below the log's address for the entries of a tile of level 0.
    public String entries() {
        return "tile/entries/" + indexText();
    }

    private String indexText() {
        StringBuilder text = new StringBuilder("%03d".formatted(index % 1000));
        for (long rest = index / 1000; rest > 0; rest /= 1000) {
            text.insert(0, "x%03d/".formatted(rest % 1000));
        }
        if (width < FULL) {
            text.append(".p/").append(width);
        }
        return text.toString();
    }

    private static long index(String digits) {
        StringBuilder joined = new StringBuilder();
        for (String group : digits.split("/", -1)) {
            joined.append(group.startsWith("x") ? group.substring(1) : group);
        }
        int zeros = 0;
        while (zeros < joined.length() - 1 && joined.charAt(zeros) == '0') {
            zeros++;
        }
        return Decimals.parse("tile index", joined.substring(zeros));
    }

    private static long bounded(String what, String text, int max) {
        long value = Decimals.parse(what, text);
        if (value > max) {
            throw new IllegalArgumentException(what + ": " + value + " (expected: <= " + max + ")");
        }
        return value;
    }
}
