package io.affidavit.schemas.policy;

import io.affidavit.schemas.value.Public;

/// What one detector saw; never the text it saw it in.
///
/// @param detector the detector's name, a slug
/// @param detectorVersion its version, because the same text may be found by a later one
/// @param kind what was found, a code such as `email`
/// @param path JSON path of the text that holds it
/// @param start offset of the first UTF-16 unit in that text
/// @param end offset after the last UTF-16 unit
@Public
public record Finding(
        @Public String detector,
        @Public String detectorVersion,
        @Public String kind,
        @Public String path,
        int start,
        int end) {

    public Finding {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException(
                    "finding: [" + start + "," + end + ") (expected: 0 <= start <= end)");
        }
    }
}
