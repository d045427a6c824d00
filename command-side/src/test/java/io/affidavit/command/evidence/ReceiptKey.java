package io.affidavit.command.evidence;

import io.affidavit.schemas.evidence.Leaf;
import io.affidavit.schemas.evidence.LogOpened;
import io.affidavit.schemas.evidence.RecordView;
import io.affidavit.schemas.evidence.VerifierKey;
import io.affidavit.schemas.proof.Receipt;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.value.Digest;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/// Checks receipts as their holders would: by the key that the log names in its first record, with
/// the JDK's own Ed25519.
public final class ReceiptKey {

    private static final byte[] SPKI_HEAD =
            HexFormat.of().parseHex("302a300506032b6570032100"); // RFC 8410

    private final JdbcTemplate sql;

    /// @param evidence connections that may read records
    public ReceiptKey(DataSource evidence) {
        this.sql = new JdbcTemplate(evidence);
    }

    /// The record that a receipt vouches for, after the receipt was checked against its bytes.
    public RecordView checked(String text) throws GeneralSecurityException {
        Receipt receipt = Receipt.parse(text);
        byte[] record = record(receipt.position());
        Digest leaf = Digest.of(Leaf.leaf(record));
        if (!receipt.leaf().equals(leaf)) {
            throw new AssertionError("leaf of " + text);
        }
        Signature check = Signature.getInstance("Ed25519");
        check.initVerify(key());
        check.update(Receipt.message(receipt.origin(), receipt.position(), leaf));
        if (!check.verify(java.util.Base64.getDecoder().decode(receipt.signature()))) {
            throw new AssertionError("signature of " + text);
        }
        return RecordView.parse(record);
    }

    private PublicKey key() throws GeneralSecurityException {
        RecordView first = RecordView.parse(record(0));
        LogOpened opened =
                (LogOpened)
                        EventSerializer.read(
                                first.type(),
                                Integer.toString(first.rev()),
                                first.data(),
                                List.of());
        ByteArrayOutputStream spki = new ByteArrayOutputStream();
        spki.writeBytes(SPKI_HEAD);
        spki.writeBytes(VerifierKey.parse(opened.receiptKey()).key());
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(new X509EncodedKeySpec(spki.toByteArray()));
    }

    private byte[] record(long position) {
        byte[] record =
                sql.queryForObject(
                        "select rec from evidence.record where pos = ?", byte[].class, position);
        if (record == null) {
            throw new AssertionError("no record at " + position);
        }
        return record;
    }
}
