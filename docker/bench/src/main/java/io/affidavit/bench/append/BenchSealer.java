package io.affidavit.bench.append;

import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.evidence.TreeHash;
import io.affidavit.schemas.evidence.VerifierKey;
import io.affidavit.schemas.proof.Checkpoint;
import io.affidavit.schemas.proof.NoteSignature;
import io.affidavit.schemas.proof.SignedNote;
import io.affidavit.schemas.proof.SubtreeMessage;
import io.affidavit.schemas.proof.TilePath;
import io.affidavit.schemas.value.Digest;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/// Seals whatever was appended since it last did: full tiles and one checkpoint, signed with keys
/// of its own. What proofs cost does not depend on who sealed.
final class BenchSealer {

    private static final int PAGE = 65_536;

    private final JdbcTemplate sql;
    private final LogOrigin origin;
    private final KeyPair ed25519;
    private final KeyPair mlDsa44;
    private final TreeHash tree = new TreeHash();
    private final List<List<byte[]>> edges = new ArrayList<>();
    private final List<Integer> written = new ArrayList<>();
    private final List<Object[]> tiles = new ArrayList<>();

    BenchSealer(DataSource sealer, LogOrigin origin) throws GeneralSecurityException {
        this.sql = new JdbcTemplate(sealer);
        this.origin = origin;
        this.ed25519 = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        this.mlDsa44 = KeyPairGenerator.getInstance("ML-DSA-44").generateKeyPair();
    }

    /// The size that is sealed now.
    long seal() throws GeneralSecurityException {
        List<byte[]> page = page();
        while (!page.isEmpty()) {
            for (byte[] leaf : page) {
                tree.add(leaf);
                add(0, leaf);
            }
            sql.batchUpdate("insert into seal.tile values (0, ?, ?, ?)", tiles);
            tiles.clear();
            page = page();
        }
        SignedNote note = note(new Checkpoint(origin, tree.size(), Digest.of(tree.root())));
        sql.update(
                "insert into seal.checkpoint (log, size, root, at, note)"
                        + " values (0, ?, ?, now(), ?)",
                tree.size(),
                tree.root(),
                note.bytes());
        return tree.size();
    }

    private List<byte[]> page() {
        return sql.query(
                "select leaf from evidence.record where log = 0 and pos >= ? and pos < ?"
                        + " order by pos",
                (row, number) -> row.getBytes(1),
                tree.size(),
                tree.size() + PAGE);
    }

    private void add(int level, byte[] hash) {
        if (edges.size() == level) {
            edges.add(new ArrayList<>());
            written.add(0);
        }
        List<byte[]> edge = edges.get(level);
        edge.add(hash);
        if (edge.size() == TilePath.FULL) {
            ByteArrayOutputStream hashes = new ByteArrayOutputStream();
            edge.forEach(hashes::writeBytes);
            int index = written.get(level);
            tiles.add(new Object[] {level, index, hashes.toByteArray()});
            written.set(level, index + 1);
            byte[] root = TreeHash.root(edge);
            edge.clear();
            add(level + 1, root);
        }
    }

    private SignedNote note(Checkpoint checkpoint) throws GeneralSecurityException {
        String name = origin.value();
        long now = Instant.now().getEpochSecond();
        byte[] message = SubtreeMessage.of(name, checkpoint, now);
        return new SignedNote(
                checkpoint.text(),
                List.of(
                        NoteSignature.by(
                                VerifierKey.ed25519(name, raw(ed25519, 32)),
                                sign("Ed25519", ed25519, checkpoint.bytes())),
                        NoteSignature.by(
                                VerifierKey.mlDsa44(name, raw(mlDsa44, 1_312)),
                                SubtreeMessage.stamped(now, sign("ML-DSA-44", mlDsa44, message)))));
    }

    private static byte[] raw(KeyPair pair, int length) {
        byte[] der = pair.getPublic().getEncoded();
        return Arrays.copyOfRange(der, der.length - length, der.length);
    }

    private static byte[] sign(String algorithm, KeyPair pair, byte[] message)
            throws GeneralSecurityException {
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(pair.getPrivate());
        signature.update(message);
        return signature.sign();
    }
}
