package io.affidavit.schemas.evidence;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.affidavit.schemas.value.Commitment;
import io.affidavit.schemas.value.Digest;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A text that belongs to an event but never enters its record.
///
/// An event leaves its decider with [Content]; the engine seals it and hands on a [Reference].
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Part.Content.class, name = "content"),
    @JsonSubTypes.Type(value = Part.Reference.class, name = "reference")
})
public sealed interface Part {

    /// Names the part within its event: `[a-z][a-z0-9_-]{0,63}`, such as `request` or `reason`.
    String name();

    /// Media type of the text (RFC 9110 §8.3.1), printable ASCII, at most 255 characters.
    String mediaType();

    /// How long the text must stay readable.
    RetentionClass retention();

    /// The text itself, on its way into the vault.
    ///
    /// The bytes are neither copied nor ever printed; whoever makes a content gives them away.
    ///
    /// @param bytes the text as received or composed
    /// @param keepText whether the text is stored encrypted; otherwise its salt alone is, and only
    ///   a holder of the text can prove it later
    @SuppressWarnings("ArrayRecordComponent") // a body can be 16 MiB: one array, never a copy
    record Content(
            String name, String mediaType, RetentionClass retention, byte[] bytes, boolean keepText)
            implements Part {

        private static final String PLAIN = "text/plain;charset=utf-8";

        public Content {
            PartForm.checkName(name);
            PartForm.checkMediaType(mediaType);
        }

        /// A short free text that is always kept: a name, a reason, metadata.
        ///
        /// @throws IllegalArgumentException if the text has a lone surrogate
        public static Content text(String name, RetentionClass retention, String text) {
            try {
                ByteBuffer utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
                byte[] bytes = new byte[utf8.remaining()];
                utf8.get(bytes);
                return new Content(name, PLAIN, retention, bytes, true);
            } catch (CharacterCodingException e) {
                throw new IllegalArgumentException(name + ": lone surrogate", e);
            }
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Content that
                    && name.equals(that.name)
                    && mediaType.equals(that.mediaType)
                    && retention == that.retention
                    && keepText == that.keepText
                    && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return 31 * name.hashCode() + Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "Content[name=" + name + ", length=" + bytes.length + "]";
        }
    }

    /// What the record says about a sealed part.
    ///
    /// @param commitment binds the text; see [PartCipher#commit]
    /// @param cipherDigest SHA-256 of the stored blob, so that storage is checked without keys
    /// @param keyRef names the two keys of the blob, in the form of [KeyRef]
    /// @param cipherLength length of the stored blob in bytes
    record Reference(
            String name,
            String mediaType,
            RetentionClass retention,
            Commitment commitment,
            Digest cipherDigest,
            String keyRef,
            long cipherLength)
            implements Part {

        public Reference {
            PartForm.checkName(name);
            PartForm.checkMediaType(mediaType);
            if (cipherLength < 0) {
                throw new IllegalArgumentException(
                        "cipherLength: " + cipherLength + " (expected: >= 0)");
            }
        }
    }
}
