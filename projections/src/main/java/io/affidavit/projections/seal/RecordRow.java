package io.affidavit.projections.seal;

import java.util.Arrays;

/// A record where it was received, which is not copied for being looked at: most of a sealer's work
/// is to touch each byte of the log once.
///
/// @param position in the log, as its column says
/// @param array what was received
/// @param from where the record begins
/// @param to where it ends
/// @param leaf its leaf hash as computed from its bytes
/// @param stored leaf hash as its column says
@SuppressWarnings("ArrayRecordComponent") // a row as read, handed on once
record RecordRow(long position, byte[] array, int from, int to, byte[] leaf, byte[] stored) {

    /// The record's bytes, a copy.
    byte[] record() {
        return Arrays.copyOfRange(array, from, to);
    }
}
