package io.affidavit.query.evidence;

import io.affidavit.query.evidence.RecordReader.HeadRow;
import io.affidavit.query.evidence.RecordReader.OrganizationHead;
import io.affidavit.query.evidence.RecordReader.OrganizationNeighbours;
import io.affidavit.query.evidence.RecordReader.StoredPart;
import io.affidavit.schemas.evidence.RecordView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A call's records with everything around them that binds them, read at one moment.
///
/// @param records the call's records by their place in its story
/// @param head where the log ends
/// @param near records by position: the call's own and their neighbours
/// @param neighbours neighbours in the tenant's chain, by position
/// @param organizationHeads ends of the tenants' chains
/// @param parts stored ciphertexts
record CallRecords(
        List<StoredRecord> records,
        HeadRow head,
        Map<Long, StoredRecord> near,
        Map<Long, OrganizationNeighbours> neighbours,
        Map<String, OrganizationHead> organizationHeads,
        List<StoredPart> parts) {

    /// Reads them. Must run in one REPEATABLE READ transaction.
    static CallRecords read(RecordReader reader, UUID call) {
        List<StoredRecord> records = reader.ofAggregate(call);
        Set<Long> positions = new TreeSet<>();
        Set<Long> around = new TreeSet<>();
        List<Long> chained = new ArrayList<>();
        List<String> chains = new ArrayList<>();
        for (StoredRecord record : records) {
            positions.add(record.position());
            around.addAll(List.of(record.position() - 1, record.position(), record.position() + 1));
            String organization = organization(record);
            if (organization != null) {
                chained.add(record.position());
                chains.add(organization);
            }
        }
        Map<Long, StoredRecord> near = new HashMap<>();
        reader.at(around).forEach(record -> near.put(record.position(), record));
        String[] organizations = chains.toArray(String[]::new);
        Map<Long, OrganizationNeighbours> neighbours = new HashMap<>();
        reader.organizationNeighbours(chained.toArray(Long[]::new), organizations)
                .forEach(found -> neighbours.put(found.position(), found));
        Map<String, OrganizationHead> heads = new HashMap<>();
        reader.organizationHeads(organizations).forEach(found -> heads.put(found.org(), found));
        HeadRow head =
                reader.head().orElseThrow(() -> new IllegalStateException("the log is not open"));
        return new CallRecords(records, head, near, neighbours, heads, reader.parts(positions));
    }

    /// The stored ciphertext of a part, or null when there is none.
    @Nullable StoredPart part(long position, String name) {
        for (StoredPart part : parts) {
            if (part.pos() == position && part.name().equals(name)) {
                return part;
            }
        }
        return null;
    }

    private static @Nullable String organization(StoredRecord record) {
        RecordView view = record.view();
        return view == null || view.org() == null ? null : view.org().id();
    }
}
