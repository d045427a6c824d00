package io.affidavit.projections.seal;

import java.io.Serial;

/// The log contradicts itself or its seals: nothing beyond may be signed.
public final class BrokenLogException extends Exception {

    @Serial private static final long serialVersionUID = 1L;

    private final transient Finding finding;

    BrokenLogException(Finding finding) {
        super(finding.toString());
        this.finding = finding;
    }

    static BrokenLogException of(Finding.Kind kind, long position, String found, String expected) {
        return new BrokenLogException(new Finding(kind, null, position, found, expected));
    }

    /// The same of a log that has ended.
    BrokenLogException in(int ended) {
        return new BrokenLogException(
                new Finding(
                        finding.kind(),
                        ended,
                        finding.position(),
                        finding.found(),
                        finding.expected()));
    }

    /// What contradicts.
    public Finding finding() {
        return finding;
    }
}
