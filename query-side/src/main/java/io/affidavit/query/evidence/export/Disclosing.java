package io.affidavit.query.evidence.export;

import io.affidavit.query.evidence.disclosure.Disclosure;
import io.affidavit.query.evidence.disclosure.PartOpener;
import io.affidavit.schemas.bundle.BundleFiles;
import io.affidavit.schemas.bundle.BundleQuery.PrepareBundle;
import io.affidavit.schemas.bundle.DisclosedPart;
import io.affidavit.schemas.bundle.DisclosureForm;
import io.affidavit.schemas.bundle.PartDisclosed;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.evidence.OpenedPart;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.RecordOrganization;
import io.affidavit.schemas.evidence.RecordView;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.OrganizationId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The texts that leave with a bundle: opens those that were asked for as their records pass, one
/// at a time, and keeps account of them. For one thread.
final class Disclosing {

    /// A text is held several times while it is opened: of all bundles under way one at a time
    /// does.
    private static final ReentrantLock TURN = new ReentrantLock();

    private final PrepareBundle request;
    private final Set<String> names;
    private final Disclosure disclosure;
    private final PartOpener opener;
    private final int log;
    private final List<DisclosedPart> parts = new ArrayList<>();
    private final Map<Story, List<DisclosedPart>> stories = new LinkedHashMap<>();
    private long bytes;

    /// Whose texts they are.
    private record Story(String type, String id, @Nullable OrganizationId organization) {}

    /// @param log ordinal of the log that the records stand in
    Disclosing(PrepareBundle request, Disclosure disclosure, int log) {
        this.request = request;
        this.names = Set.copyOf(request.disclose());
        this.disclosure = disclosure;
        this.opener = disclosure.opener();
        this.log = log;
    }

    /// Opens what a shown record has of them.
    ///
    /// @return what the report shows, by names of parts
    Map<String, Excerpt> open(RecordView record, BundleFolder folder) throws IOException {
        List<Part.Reference> due =
                record.parts().stream()
                        .filter(part -> names.contains(part.name()))
                        .sorted(Comparator.comparing(Part.Reference::name))
                        .toList();
        Map<String, Excerpt> excerpts = new LinkedHashMap<>();
        for (Part.Reference part : due) {
            TURN.lock();
            try {
                excerpts.put(part.name(), open(record, part, folder));
            } finally {
                TURN.unlock();
            }
        }
        return excerpts;
    }

    private Excerpt open(RecordView record, Part.Reference part, BundleFolder folder)
            throws IOException {
        if (parts.size() == disclosure.partsMax()) {
            throw tooMuch("parts", disclosure.partsMax());
        }
        if (part.cipherLength() > disclosure.bytesMax() - bytes) {
            throw tooMuch("bytes", disclosure.bytesMax());
        }
        OpenedPart opened = opener.open(log, record, part);
        byte[] text = opened.text();
        DisclosureForm form = text == null ? DisclosureForm.SALT : DisclosureForm.TEXT;
        DisclosedPart disclosed = new DisclosedPart(record.pos(), part.name(), form);
        parts.add(disclosed);
        stories.computeIfAbsent(story(record), story -> new ArrayList<>()).add(disclosed);
        folder.add(BundleFiles.salt(record.pos(), part.name()), opened.salt());
        if (text == null) {
            return Excerpt.SALT;
        }
        bytes += text.length;
        folder.spill(BundleFiles.text(record.pos(), part.name()), text);
        return Excerpt.of(text);
    }

    private static ExportFailure tooMuch(String what, long most) {
        return new ExportFailure(
                FailureCode.REQUEST_TOO_LARGE,
                "disclose: too many %s (expected: at most %d, affidavit.query.disclosure.%s-max)"
                        .formatted(what, most, what));
    }

    private static Story story(RecordView record) {
        RecordOrganization of = record.org();
        return new Story(
                record.agg().type(),
                record.agg().id(),
                of == null ? null : new OrganizationId(of.id()));
    }

    /// Everything that was opened, in the order of the log, then of names.
    List<DisclosedPart> parts() {
        return List.copyOf(parts);
    }

    /// What is to be recorded before any of it leaves, story by story.
    List<PartDisclosed> facts(LogOrigin origin) {
        List<PartDisclosed> facts = new ArrayList<>();
        stories.forEach((story, its) -> {
            for (int from = 0; from < its.size(); from += PartDisclosed.DISCLOSED_MAX) {
                int to = Math.min(its.size(), from + PartDisclosed.DISCLOSED_MAX);
                facts.add(
                        new PartDisclosed(
                                story.type(),
                                story.id(),
                                story.organization(),
                                origin.value(),
                                request.bundle(),
                                its.subList(from, to),
                                request.parts()));
            }
        });
        return facts;
    }
}
