package io.affidavit.query.evidence.tree;

import io.affidavit.query.QueryHouse;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// A small client of a tiled log, written from RFC 6962, RFC 9162 and the C2SP documents alone: it
/// uses none of the classes that serve it.
final class TlogClient {

    private final QueryHouse house;

    TlogClient(QueryHouse house) {
        this.house = house;
    }

    /// A checkpoint's second and third line.
    @SuppressWarnings("ArrayRecordComponent") // read once, compared once
    record Tree(long size, byte[] root) {}

    Tree checkpoint() {
        return tree(text("/evidence/checkpoint"));
    }

    /// The root of a tree, from its tiles alone: from their lowest level, with every higher one
    /// checked against it.
    byte[] rootFromTiles(long size) {
        byte[] root = rootOf(hashes(0, size));
        for (int level = 1; size >>> (8 * level) > 0; level++) {
            List<byte[]> above = hashes(level, size >>> (8 * level));
            List<byte[]> below = hashes(level - 1, size >>> (8 * (level - 1)));
            for (int i = 0; i < above.size(); i++) {
                if (!Arrays.equals(above.get(i), rootOf(below.subList(i * 256, i * 256 + 256)))) {
                    throw new AssertionError("level " + level + ", hash " + i);
                }
            }
        }
        return root;
    }

    /// All entries of a tree.
    List<byte[]> entries(long size, String query) {
        List<byte[]> entries = new ArrayList<>();
        for (String path : paths("entries", size)) {
            ByteBuffer bundle = ByteBuffer.wrap(octets("/evidence/tile/" + path + query));
            while (bundle.hasRemaining()) {
                byte[] entry = new byte[Short.toUnsignedInt(bundle.getShort())];
                bundle.get(entry);
                entries.add(entry);
            }
        }
        return entries;
    }

    List<byte[]> hashes(int level, long count) {
        List<byte[]> hashes = new ArrayList<>();
        for (String path : paths(Integer.toString(level), count)) {
            byte[] tile = octets("/evidence/tile/" + path);
            for (int at = 0; at < tile.length; at += 32) {
                hashes.add(Arrays.copyOfRange(tile, at, at + 32));
            }
        }
        return hashes;
    }

    private static List<String> paths(String level, long count) {
        List<String> paths = new ArrayList<>();
        for (long tile = 0; tile * 256 < count; tile++) {
            long width = Math.min(256, count - tile * 256);
            String index =
                    tile < 1000
                            ? "%03d".formatted(tile)
                            : "x%03d/%03d".formatted(tile / 1000, tile % 1000);
            paths.add(level + "/" + index + (width < 256 ? ".p/" + width : ""));
        }
        return paths;
    }

    /// Whether a proof leads from a record to the root that stands in its own checkpoint.
    static boolean isIncluded(byte[] leaf, String proof) {
        String[] lines = proof.split("\n", -1);
        if (!lines[0].equals("c2sp.org/tlog-proof@v1") || !lines[1].startsWith("index ")) {
            return false;
        }
        List<byte[]> path = new ArrayList<>();
        int at = 2;
        for (; !lines[at].isEmpty(); at++) {
            path.add(Base64.getDecoder().decode(lines[at]));
        }
        Tree tree = tree(proof.substring(proof.indexOf("\n\n") + 2));
        return isIncluded(leaf, Long.parseLong(lines[1].substring(6)), path, tree);
    }

    /// RFC 9162 §2.1.3.2.
    static boolean isIncluded(byte[] leaf, long index, List<byte[]> path, Tree tree) {
        if (index >= tree.size()) {
            return false;
        }
        long first = index;
        long last = tree.size() - 1;
        byte[] root = leaf;
        for (byte[] hash : path) {
            if (last == 0) {
                return false;
            }
            if ((first & 1) == 1 || first == last) {
                root = node(hash, root);
                while ((first & 1) == 0 && first != 0) {
                    first >>>= 1;
                    last >>>= 1;
                }
            } else {
                root = node(root, hash);
            }
            first >>>= 1;
            last >>>= 1;
        }
        return last == 0 && Arrays.equals(root, tree.root());
    }

    /// RFC 9162 §2.1.4.2.
    static boolean isBeginning(Tree earlier, Tree later, String proof) {
        List<byte[]> path = new ArrayList<>();
        String[] lines = proof.split("\n", -1);
        for (String line : Arrays.asList(lines).subList(1, lines.length - 1)) {
            path.add(Base64.getDecoder().decode(line));
        }
        if (!lines[0].equals("old " + earlier.size())) {
            return false;
        }
        if (earlier.size() == later.size()) {
            return path.isEmpty() && Arrays.equals(earlier.root(), later.root());
        }
        if (Long.bitCount(earlier.size()) == 1) {
            path.addFirst(earlier.root());
        }
        long first = earlier.size() - 1;
        long last = later.size() - 1;
        while ((first & 1) == 1) {
            first >>>= 1;
            last >>>= 1;
        }
        byte[] old = path.getFirst();
        byte[] now = path.getFirst();
        for (byte[] hash : path.subList(1, path.size())) {
            if (last == 0) {
                return false;
            }
            if ((first & 1) == 1 || first == last) {
                old = node(hash, old);
                now = node(hash, now);
                while ((first & 1) == 0 && first != 0) {
                    first >>>= 1;
                    last >>>= 1;
                }
            } else {
                now = node(now, hash);
            }
            first >>>= 1;
            last >>>= 1;
        }
        return last == 0 && Arrays.equals(old, earlier.root()) && Arrays.equals(now, later.root());
    }

    static byte[] leaf(byte[] entry) {
        return sha256(new byte[] {0}, entry);
    }

    /// RFC 6962 §2.1.
    static byte[] rootOf(List<byte[]> leaves) {
        if (leaves.size() == 1) {
            return leaves.getFirst();
        }
        int half = Integer.highestOneBit(leaves.size() - 1);
        return node(rootOf(leaves.subList(0, half)), rootOf(leaves.subList(half, leaves.size())));
    }

    String text(String path) {
        return new String(octets(path), StandardCharsets.UTF_8);
    }

    private byte[] octets(String path) {
        HttpResponse<byte[]> answer = house.octets(path);
        if (answer.statusCode() != 200) {
            throw new AssertionError(path + ": " + answer.statusCode());
        }
        return answer.body();
    }

    static Tree tree(String note) {
        String[] lines = note.split("\n", 4);
        return new Tree(Long.parseLong(lines[1]), Base64.getDecoder().decode(lines[2]));
    }

    private static byte[] node(byte[] left, byte[] right) {
        return sha256(new byte[] {1}, left, right);
    }

    private static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
