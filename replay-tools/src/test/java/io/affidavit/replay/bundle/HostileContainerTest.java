package io.affidavit.replay.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Zip files and folders from people who mean harm: each is refused with exit 2, whatever it holds.
class HostileContainerTest {

    private static final int DIRECTORY_ENTRY = 0x02014b50;

    @TempDir private Path temporary;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../outside",
                "/absolute",
                "a/../../outside",
                "./here",
                "a//b",
                "back\\slash",
                "blank name",
                "folder/",
                "umlaut-\u00e4",
                "nul-\u0000"
            })
    void refusesNamesThatLeadElsewhere(String name) throws Exception {
        assertThat(refusal(zip(name, "x"))).contains("file name");
    }

    @Test
    void refusesANameTwice() throws Exception {
        byte[] zip = zip("aaaa", "x", "aaab", "y");
        for (int i = 0; i + 4 <= zip.length; i++) {
            if (new String(zip, i, 4, StandardCharsets.ISO_8859_1).equals("aaab")) {
                zip[i + 3] = 'a';
            }
        }

        assertThat(refusal(zip)).contains("aaaa: twice");
    }

    @Test
    void refusesANameThatItsEntryDoesNotHave() throws Exception {
        byte[] zip = zip("SHA256SUMS", "x");
        zip[30] = 'T'; // the first letter of the name at the entry itself

        assertThat(refusal(zip)).contains("another name at its entry");
    }

    @Test
    void refusesALink() throws Exception {
        byte[] zip = zip("link", "/etc/passwd");
        directory(zip).putInt(38, 0120777 << 16);

        assertThat(refusal(zip)).contains("link: a link or device");
    }

    @Test
    void refusesABomb() throws Exception {
        assertThat(refusal(zip("bomb", "0".repeat(20_000_000)))).contains("times as many");
    }

    @Test
    void refusesMoreThanItMayHold() throws Exception {
        byte[] zip = zip("huge", "x");
        directory(zip).putInt(24, -1).putInt(20, -1);

        assertThat(refusal(zip)).contains("at most 2147483648");
    }

    @Test
    void refusesEntriesThatOverlap() throws Exception {
        byte[] zip = zip("aaaa", "xxxxxxxxxxxxxxxxxxx", "bbbb", "y");
        ByteBuffer first = directory(zip);
        ByteBuffer second = first.slice(46 + 4, 46).order(ByteOrder.LITTLE_ENDIAN);
        second.putInt(42, 0);

        assertThat(refusal(zip)).contains("bytes of its own");
    }

    /// Another reader of zip files would begin elsewhere, or find another directory.
    @Test
    void refusesBytesThatBelongToNoEntry() throws Exception {
        byte[] zip = zip("aaaa", "x", "bbbb", "y");
        byte[] commented = zip.clone();
        commented[zip.length - 2] = 3;

        assertThat(refusal(joined(new byte[3], zip))).contains("zip: ");
        assertThat(refusal(joined(zip, new byte[3]))).contains("zip: ");
        assertThat(refusal(joined(commented, new byte[3]))).contains("zip: ");
        assertThat(refusal(joined(zip, zip))).contains("zip: ");
        assertThat(refusal(joined(zip, zip("aaaa", "z")))).contains("zip: ");
    }

    /// Whoever reads from the front would still find it.
    @Test
    void refusesAnEntryThatItsDirectoryHides() throws Exception {
        byte[] zip = zip("aaaa", "x", "bbbb", "y");
        int end = zip.length - 22;
        byte[] one = Arrays.copyOf(zip, zip.length - 50);
        System.arraycopy(zip, end, one, end - 50, 22);
        ByteBuffer bytes = ByteBuffer.wrap(one).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putShort(end - 50 + 8, (short) 1).putShort(end - 50 + 10, (short) 1);
        bytes.putInt(end - 50 + 12, 50);

        assertThat(refusal(one)).contains("aaaa: something else at its entry");
    }

    @Test
    void refusesAnEntryThatSaysSomethingElseThanItsDirectory() throws Exception {
        for (int member : new int[] {6, 8, 28}) {
            byte[] zip = zip("aaaa", "x");
            zip[member] ^= 2;
            assertThat(refusal(zip)).contains("aaaa: something else at its entry");
        }
        // Of these two the first names the file anew, for readers who know it.
        assertThat(refusal(withExtra(0x75, 0x70, 1, 0, 1))).contains("an extra field");
        assertThat(refusal(withExtra(0x55, 0x54, 1, 0, 0))).doesNotContain("an extra field");
    }

    @Test
    void refusesAnotherChecksum() throws Exception {
        byte[] zip = zip("SHA256SUMS", "x");
        ByteBuffer directory = directory(zip);
        int crc = directory.getInt(16);
        directory.putInt(16, crc + 1);
        for (int at = 0; at < zip.length - 50; at++) {
            ByteBuffer descriptor = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
            if (descriptor.getInt(at) == 0x08074b50) {
                descriptor.putInt(at + 4, crc + 1);
            }
        }

        assertThat(refusal(zip)).contains("SHA256SUMS: another CRC-32");
    }

    @Test
    void refusesNamesThatStandInEachOthersWay() throws Exception {
        for (String other : new String[] {"A/report.html", "a/Report.html", "a/report.html/x"}) {
            assertThat(refusal(zip("a/report.html", "x", other, "y")))
                    .contains("in the way of another name");
        }
    }

    private static byte[] withExtra(int... bytes) throws IOException {
        ByteArrayOutputStream extra = new ByteArrayOutputStream();
        Arrays.stream(bytes).forEach(extra::write);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            ZipEntry entry = new ZipEntry("aaaa");
            entry.setExtra(extra.toByteArray());
            zip.putNextEntry(entry);
            zip.closeEntry();
        }
        return out.toByteArray();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    @Test
    void refusesAnotherSizeThanItsBytesHave() throws Exception {
        for (int size : new int[] {1, 60_000}) {
            byte[] zip = zip("SHA256SUMS", "some text that is longer than a byte");
            directory(zip).putInt(24, size);

            assertThat(refusal(zip)).contains("the bytes that the directory names");
        }
    }

    @Test
    void refusesEveryShorterFile() throws Exception {
        byte[] zip = Files.readAllBytes(BundleMaker.sample().zip(temporary.resolve("good")));
        for (int length = 0; length < zip.length; length += 997) {
            assertThat(refusal(Arrays.copyOf(zip, length))).contains("zip");
        }
    }

    @Test
    void refusesALinkInAFolder() throws Exception {
        Path folder = BundleMaker.sample().write(temporary.resolve("folder"));
        Files.delete(folder.resolve("trust/root.pem"));
        Files.createSymbolicLink(folder.resolve("trust/root.pem"), Path.of("/etc/hostname"));

        Verified verified = Verified.of(folder, Verified.trust());

        Files.delete(folder.resolve("trust/root.pem"));
        assertThat(verified.code()).isEqualTo(2);
        assertThat(verified.lines()).contains("trust/root.pem: a link or device");
    }

    private String refusal(byte[] zip) throws IOException {
        Path file = Files.write(temporary.resolve("hostile.zip"), zip);
        Verified verified = Verified.of(file, Verified.trust());
        assertThat(verified.code()).as(verified.lines()).isEqualTo(2);
        return verified.lines();
    }

    private static byte[] zip(String... namesAndTexts) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (List<String> each : pairs(namesAndTexts)) {
                zip.putNextEntry(new ZipEntry(each.getFirst()));
                zip.write(each.getLast().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        return out.toByteArray();
    }

    private static List<List<String>> pairs(String... words) {
        return IntStream.range(0, words.length / 2)
                .mapToObj(i -> List.of(words[2 * i], words[2 * i + 1]))
                .toList();
    }

    /// The first entry of the directory, to be written into.
    private static ByteBuffer directory(byte[] zip) {
        ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        while (bytes.getInt(at) != DIRECTORY_ENTRY) {
            at++;
        }
        return bytes.slice(at, zip.length - at).order(ByteOrder.LITTLE_ENDIAN);
    }
}
