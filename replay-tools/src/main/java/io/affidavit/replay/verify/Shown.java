package io.affidavit.replay.verify;

import io.affidavit.schemas.evidence.Leaf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One record of a selection, read once.
public final class Shown {

    /// Stands for a position that cannot be read.
    public static final long NOWHERE = -1;

    private final long position;
    private final byte[] leaf;
    private final byte[] bytes;
    private final @Nullable ScannedRecord record;

    /// What a record says of one of its parts.
    ///
    /// @param name name within the record
    /// @param commitment hex commitment to its text
    /// @param digest hex digest of its ciphertext
    public record PartClaim(String name, String commitment, String digest) {}

    Shown(long position, byte[] bytes, @Nullable ScannedRecord record) {
        this.position = position;
        this.leaf = Leaf.leaf(bytes);
        this.bytes = bytes;
        this.record = record;
    }

    /// Its position, or [#NOWHERE].
    public long position() {
        return position;
    }

    /// Hash of its bytes, not to be changed.
    public byte[] leaf() {
        return leaf;
    }

    /// The record as it came, not to be changed.
    public byte[] bytes() {
        return bytes;
    }

    /// Its parts; none of a record that cannot be read.
    public List<PartClaim> parts() {
        return record == null
                ? List.of()
                : record.parts().stream()
                        .map(part ->
                                new PartClaim(
                                        part.name().toString(),
                                        part.commitment().toString(),
                                        part.digest().toString()))
                        .toList();
    }

    /// Append time as spelled; null of a record that cannot be read.
    public @Nullable String at() {
        return record == null ? null : record.at().toString();
    }

    @Nullable ScannedRecord record() {
        return record;
    }
}
