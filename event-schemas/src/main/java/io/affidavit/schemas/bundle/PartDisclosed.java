package io.affidavit.schemas.bundle;

import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.PartBearing;
import io.affidavit.schemas.evidence.PartNames;
import io.affidavit.schemas.value.DomainEvent;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.Public;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Texts of one story were opened and put into a bundle. Durable before the first byte of the
/// bundle leaves; who had it done is the record's `by`.
///
/// All disclosures of one story are a story of their own, so that whoever asks who ever saw its
/// texts finds them by its name, and a story that has ended stays as it was.
///
/// @param about whose texts: type of the story, such as `call`
/// @param id of that story
/// @param organization whose it is; `null` for a house-wide one
/// @param log origin of the log in which the records stand
/// @param bundle id of the bundle they left with
/// @param disclosed which parts, at most [#DISCLOSED_MAX]
/// @param parts `purpose`, `reason`: kept outside the record
public record PartDisclosed(
        @Public String about,
        @Public String id,
        @Nullable OrganizationId organization,
        @Public String log,
        @Public String bundle,
        List<DisclosedPart> disclosed,
        @PartNames({"purpose", "reason"}) List<Part> parts)
        implements DomainEvent, PartBearing {

    /// Type of the story of a story's disclosures.
    public static final String STORY = "disclosure";

    /// Most parts that one of these names: a record is bounded.
    public static final int DISCLOSED_MAX = 200;

    public PartDisclosed {
        disclosed = List.copyOf(disclosed);
        parts = List.copyOf(parts);
        if (disclosed.isEmpty() || disclosed.size() > DISCLOSED_MAX) {
            throw new IllegalArgumentException(
                    "disclosed: %d parts (expected: 1 to %d)"
                            .formatted(disclosed.size(), DISCLOSED_MAX));
        }
    }

    /// Id of the story of all disclosures of another story.
    public static String storyOf(String about, String id) {
        return about + ':' + id;
    }

    @Override
    public PartDisclosed withParts(List<Part> sealed) {
        return new PartDisclosed(about, id, organization, log, bundle, disclosed, sealed);
    }
}
