package io.affidavit.replay.cms;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Writes DER, for tests that need it right or slightly wrong.
final class Asn {

    static final byte[] NULL = {0x05, 0};
    static final byte[] TRUE = {0x01, 1, (byte) 0xff};

    private Asn() {}

    static byte[] element(int tag, byte[]... contents) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] each : contents) {
            content.writeBytes(each);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.size();
        if (length > 0xff) {
            out.writeBytes(new byte[] {(byte) 0x82, (byte) (length >> 8), (byte) length});
        } else if (length > 0x7f) {
            out.writeBytes(new byte[] {(byte) 0x81, (byte) length});
        } else {
            out.write(length);
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }

    static byte[] sequence(byte[]... contents) {
        return element(0x30, contents);
    }

    static byte[] set(byte[]... contents) {
        byte[][] sorted = contents.clone();
        Arrays.sort(sorted, Arrays::compareUnsigned);
        return element(0x31, sorted);
    }

    static byte[] explicit(int number, byte[]... contents) {
        return element(0xa0 | number, contents);
    }

    static byte[] octets(byte[]... contents) {
        return element(0x04, contents);
    }

    static byte[] bits(byte[] content) {
        return element(0x03, new byte[1], content);
    }

    static byte[] integer(BigInteger value) {
        return element(0x02, value.toByteArray());
    }

    static byte[] integer(long value) {
        return integer(BigInteger.valueOf(value));
    }

    static byte[] oid(String dotted) {
        List<Long> arcs = new ArrayList<>();
        for (String arc : dotted.split("\\.", -1)) {
            arcs.add(Long.parseLong(arc));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(out, arcs.get(0) * 40 + arcs.get(1));
        arcs.subList(2, arcs.size()).forEach(arc -> write(out, arc));
        return element(0x06, out.toByteArray());
    }

    private static void write(ByteArrayOutputStream out, long arc) {
        for (int shift = 56; shift > 0; shift -= 7) {
            if (arc >>> shift != 0) {
                out.write((int) (((arc >>> shift) & 0x7f) | 0x80));
            }
        }
        out.write((int) (arc & 0x7f));
    }

    static byte[] utcTime(Instant at) {
        return time(0x17, "yyMMddHHmmss'Z'", at);
    }

    static byte[] time(Instant at) {
        return time(0x18, "yyyyMMddHHmmss'Z'", at);
    }

    private static byte[] time(int tag, String pattern, Instant at) {
        String text = DateTimeFormatter.ofPattern(pattern).withZone(ZoneOffset.UTC).format(at);
        return element(tag, text.getBytes(StandardCharsets.US_ASCII));
    }

    static byte[] name(String commonName) {
        byte[] text = element(0x0c, commonName.getBytes(StandardCharsets.UTF_8));
        return sequence(set(sequence(oid("2.5.4.3"), text)));
    }
}
