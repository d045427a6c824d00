package io.affidavit.edge.dialect;

/// A provider's whole answer, as its bridge read it.
public sealed interface WholeAnswer {

    /// An answer.
    ///
    /// @param body what the client gets
    /// @param facts what it says of itself
    @SuppressWarnings("ArrayRecordComponent") // an answer can be many MiB: one array, never a copy
    record Sound(byte[] body, AnswerFacts facts) implements WholeAnswer {

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }

        @Override
        public String toString() {
            return "Sound[" + body.length + " bytes]";
        }
    }

    /// None, in spite of a success status.
    record Faulty(AnswerFault fault) implements WholeAnswer {}
}
