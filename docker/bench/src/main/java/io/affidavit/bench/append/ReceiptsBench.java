package io.affidavit.bench.append;

import io.affidavit.bench.measure.MachineClock;
import io.affidavit.bench.measure.MarkdownTable;
import io.affidavit.command.evidence.KeyDirectory;
import io.affidavit.command.evidence.ReceiptSigner;
import io.affidavit.schemas.evidence.Leaf;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.solo.data.KeyFiles;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// CPU of one receipt as text, as every concluded call has it: `ReceiptsBench [ROUNDS]`.
public final class ReceiptsBench {

    private static final int RECEIPTS = 20_000;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private ReceiptsBench() {}

    /// Runs it and prints a table.
    public static void main(String[] arguments) throws IOException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        Path keys = Files.createTempDirectory("affidavit-receipts-bench");
        try {
            new KeyFiles(keys).createMissing();
            LogOrigin origin = LogOrigin.of("bench.local", "0123456789abcdef", 2026);
            ReceiptSigner signer = ReceiptSigner.of(origin, new KeyDirectory(keys));
            MarkdownTable table = new MarkdownTable("round", "CPU µs a receipt");
            for (int round = 0; round <= rounds; round++) {
                table.row(round == 0 ? "cold" : Integer.toString(round), round(signer));
            }
            System.out.println(table);
            System.out.println("load average " + MachineClock.loadAverage());
        } finally {
            try (var files = Files.walk(keys)) {
                files.sorted(java.util.Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    private static double round(ReceiptSigner signer) {
        byte[] leaf = Leaf.leaf("record".getBytes(StandardCharsets.US_ASCII));
        long length = 0;
        long cpu = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < RECEIPTS; i++) {
            leaf[0] = (byte) i;
            length += signer.sign(1_000_000L + i, leaf).toString().length();
        }
        cpu = THREADS.getCurrentThreadCpuTime() - cpu;
        if (length == 0) {
            throw new IllegalStateException("nothing was signed");
        }
        return Math.round(cpu / 10.0 / RECEIPTS) / 100.0;
    }
}
