package io.affidavit.query.evidence.export;

import io.affidavit.schemas.bundle.BundleFiles;
import io.affidavit.schemas.bundle.BundleManifest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The files of a bundle that are the same in all of them.
final class BundleTexts {

    private static final String GUIDE = resource(BundleFiles.GUIDE);
    private static final byte[] SCRIPT =
            resource(BundleFiles.SCRIPT).getBytes(StandardCharsets.UTF_8);

    private static final String REPORT_HEAD = resource("report-head.html");

    private BundleTexts() {}

    /// How every report begins: its style, and that nothing may be loaded or run.
    static String reportHead() {
        return REPORT_HEAD;
    }

    /// `VERIFY.md`.
    static String guide(BundleManifest manifest) {
        return GUIDE.replace("@BUNDLE@", manifest.bundle())
                .replace("@LOG@", manifest.log().value());
    }

    /// `verify.py`.
    static byte[] script() {
        return SCRIPT.clone();
    }

    private static String resource(String name) {
        try (InputStream in = BundleTexts.class.getResourceAsStream("/bundle/" + name)) {
            if (in == null) {
                throw new IllegalStateException("missing resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
