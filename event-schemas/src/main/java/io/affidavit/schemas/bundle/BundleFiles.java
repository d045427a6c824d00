package io.affidavit.schemas.bundle;

/// The names of a bundle's files. What each holds says `docs/bundle.md`.
public final class BundleFiles {

    /// How the file of a bundle is called, after its id.
    public static final String SUFFIX = ".evidence.zip";

    /// SHA-256 of every file but itself and its signatures, as `sha256sum` writes it.
    public static final String SUMS = "SHA256SUMS";

    /// CMS signature over [#SUMS].
    public static final String SIGNATURE = "SHA256SUMS.p7s";

    /// Time stamp over [#SIGNATURE] (RFC 3161 response).
    public static final String SIGNATURE_TIME = "SHA256SUMS.p7s.tsr";

    /// A second CMS signature over [#SUMS], by ML-DSA-65 (RFC 9882).
    public static final String LATER_SIGNATURE = "SHA256SUMS.ml-dsa-65.p7s";

    /// The records' exact bytes, a line each.
    public static final String EVENTS = "events.jsonl";

    /// Records that are proven and not shown, see [WithheldRecord].
    public static final String WITHHELD = "withheld.jsonl";

    /// One proof for all records, see [io.affidavit.schemas.proof.SetProof].
    public static final String TREE_PROOF = "proofs/tree";

    /// The checkpoint that all records are proven against.
    public static final String CHECKPOINT = "log/checkpoint";

    /// [#CHECKPOINT] with the log's own lines alone.
    public static final String CHECKPOINT_SIGNED = "log/checkpoint.signed";

    /// Time stamp over [#CHECKPOINT_SIGNED] (RFC 3161 response).
    public static final String CHECKPOINT_TIME = "log/checkpoint.tsr";

    /// The newest checkpoint at the export.
    public static final String LATEST = "log/latest";

    /// That [#CHECKPOINT] is a beginning of [#LATEST].
    public static final String CONSISTENCY = "log/consistency-latest";

    /// Folder of disclosed parts.
    public static final String PARTS = "parts/";

    /// What was asked for, see [BundleManifest].
    public static final String MANIFEST = "manifest.json";

    /// The same for people.
    public static final String REPORT = "report.html";

    /// The log's keys (C2SP tlog-policy).
    public static final String POLICY = "trust/policy";

    /// The root of the signer's certificate.
    public static final String ROOT = "trust/root.pem";

    /// The signer's certificate and those between it and the root.
    public static final String SIGNER = "trust/signer.pem";

    /// The certificate of [#LATER_SIGNATURE], which is its own root.
    public static final String LATER_ROOT = "trust/root-ml-dsa-65.pem";

    /// How to check all this.
    public static final String GUIDE = "VERIFY.md";

    /// A verifier that needs nothing but Python.
    public static final String SCRIPT = "verify.py";

    /// With more leaves than that, [#TREE_PROOF] takes the place of single proofs.
    public static final int SINGLE_PROOFS_MAX = 1_024;

    /// Most calls that one bundle can be asked for.
    public static final int CALLS_MAX = 10_000;

    /// Most parts that one bundle can disclose: each has two files, and verifiers take a zip of at
    /// most 65,534.
    public static final int DISCLOSED_MAX = 30_000;

    /// Most bytes of all files of a bundle together: more is refused by verifiers.
    public static final long BYTES_MAX = 2L * 1024 * 1024 * 1024;

    private BundleFiles() {}

    /// That the tree of a size which somebody knows is a beginning of [#LATEST].
    public static String consistencyKnown(long size) {
        return "log/consistency-known-" + size;
    }

    /// The proof of one record (C2SP tlog-proof).
    public static String proof(long position) {
        return "proofs/" + position + ".tlog-proof";
    }

    /// A disclosed text. A part's name is `[a-z][a-z0-9_-]*` wherever it comes from.
    public static String text(long position, String name) {
        return PARTS + position + '/' + name + ".txt";
    }

    /// The salt of a part's commitment.
    public static String salt(long position, String name) {
        return PARTS + position + '/' + name + ".salt";
    }

    /// One line of [#SUMS].
    public static String sumLine(String sha256, String name) {
        return sha256 + "  " + name + '\n';
    }
}
