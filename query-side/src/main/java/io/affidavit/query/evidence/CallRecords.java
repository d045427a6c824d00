package io.affidavit.query.evidence;

import io.affidavit.query.evidence.RecordReader.HeadRow;
import io.affidavit.query.evidence.RecordReader.OrganizationHead;
import io.affidavit.query.evidence.RecordReader.OrganizationNeighbours;
import io.affidavit.query.evidence.RecordReader.StoredPart;
import io.affidavit.schemas.evidence.LogPlace;
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
/// @param heads where the logs end, by ordinal
/// @param near records by place: the call's own and their neighbours
/// @param neighbours neighbours in the tenant's chain, by place
/// @param organizationHeads ends of the tenants' chains in each log
/// @param parts stored ciphertexts
record CallRecords(
        List<StoredRecord> records,
        Map<Integer, HeadRow> heads,
        Map<Long, StoredRecord> near,
        Map<Long, OrganizationNeighbours> neighbours,
        List<OrganizationHead> organizationHeads,
        List<StoredPart> parts) {

    /// Reads them. Must run in one REPEATABLE READ transaction.
    static CallRecords read(RecordReader reader, UUID call) {
        List<StoredRecord> records = reader.ofAggregate(call);
        Set<Long> places = new TreeSet<>();
        Set<Long> around = new TreeSet<>();
        List<Long> chained = new ArrayList<>();
        List<String> chains = new ArrayList<>();
        for (StoredRecord record : records) {
            places.add(record.place());
            around.addAll(List.of(record.place() - 1, record.place(), record.place() + 1));
            String organization = organization(record);
            if (organization != null) {
                chained.add(record.place());
                chains.add(organization);
            }
        }
        Map<Long, StoredRecord> near = new HashMap<>();
        reader.at(around).forEach(record -> near.put(record.place(), record));
        String[] organizations = chains.toArray(String[]::new);
        Map<Long, OrganizationNeighbours> neighbours = new HashMap<>();
        reader.organizationNeighbours(chained, organizations)
                .forEach(found -> neighbours.put(found.place(), found));
        Map<Integer, HeadRow> heads = new HashMap<>();
        reader.heads().forEach(head -> heads.put(head.log(), head));
        return new CallRecords(
                records,
                heads,
                near,
                neighbours,
                reader.organizationHeads(organizations),
                reader.parts(places));
    }

    /// Where the log of a record ends; null when nothing says so.
    @Nullable HeadRow head(long place) {
        return heads.get(LogPlace.of(place).log());
    }

    /// Where a tenant's chain ends in the log of a record; null when nothing says so.
    @Nullable OrganizationHead organizationHead(long place, String organization) {
        int log = LogPlace.of(place).log();
        for (OrganizationHead head : organizationHeads) {
            if (head.log() == log && head.org().equals(organization)) {
                return head;
            }
        }
        return null;
    }

    /// The stored ciphertext of a part, or null when there is none.
    @Nullable StoredPart part(long place, String name) {
        for (StoredPart part : parts) {
            if (part.place() == place && part.name().equals(name)) {
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
