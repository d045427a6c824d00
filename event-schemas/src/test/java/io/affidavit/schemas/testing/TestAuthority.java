package io.affidavit.schemas.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.SimpleAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;
import org.bouncycastle.util.CollectionStore;
import org.jspecify.annotations.Nullable;

/// A time-stamping authority behind HTTP with a root of its own, and with moods.
public final class TestAuthority implements AutoCloseable {

    private static final String ALGORITHM = "SHA256withECDSA";
    private static final ASN1ObjectIdentifier POLICY = new ASN1ObjectIdentifier("1.2.3.4");
    private static final ASN1ObjectIdentifier UNSIGNED = new ASN1ObjectIdentifier("1.2.3.5");
    private static final int TOO_MUCH = 128 * 1024;

    private final KeyPair rootKeys = keys();
    private final KeyPair keys = keys();
    private final X509CertificateHolder root = certificate("TSA root", rootKeys, null);
    private final X509CertificateHolder own = certificate("TSA", keys, root);
    private final AtomicLong serial = new AtomicLong();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final HttpServer server;
    private volatile Mood mood = Mood.HONEST;
    private volatile @Nullable String authorization;

    /// How it answers.
    public enum Mood {
        HONEST,
        /// Says more than it signs, as real ones do: words, unsigned attributes, its root.
        WORDY,
        HOUR_BEHIND,
        OTHER_IMPRINT,
        OTHER_NONCE,
        WITHOUT_CERTIFICATE,
        REFUSING,
        BABBLING,
        TALKATIVE,
        BROKEN,
        REDIRECTING,
        SILENT
    }

    /// Listens on a free port.
    public TestAuthority() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    /// Where it is asked.
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/tsa");
    }

    /// How it answers from now on.
    public void mood(Mood next) {
        mood = next;
    }

    /// The credentials that it was sent last.
    public @Nullable String authorization() {
        return authorization;
    }

    /// Its root certificate in PEM.
    public String rootPem() {
        try {
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(root.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            authorization = exchange.getRequestHeaders().getFirst("Authorization");
            byte[] question = exchange.getRequestBody().readAllBytes();
            switch (mood) {
                case BROKEN -> exchange.sendResponseHeaders(503, -1);
                case REDIRECTING -> {
                    exchange.getResponseHeaders().add("Location", url().toString());
                    exchange.sendResponseHeaders(307, -1);
                }
                case SILENT -> closed.await();
                case TALKATIVE -> send(exchange, new byte[TOO_MUCH]);
                case BABBLING -> send(exchange, new byte[] {0x30, 3, 2, 1, 0});
                default -> send(exchange, response(new TimeStampRequest(question)));
            }
        } catch (GeneralSecurityException
                | OperatorCreationException
                | CMSException
                | TSPException e) {
            throw new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/timestamp-reply");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    private byte[] response(TimeStampRequest asked)
            throws IOException,
                    GeneralSecurityException,
                    OperatorCreationException,
                    CMSException,
                    TSPException {
        boolean wordy = mood == Mood.WORDY;
        JcaSimpleSignerInfoGeneratorBuilder signer = new JcaSimpleSignerInfoGeneratorBuilder();
        if (wordy) {
            signer.setUnsignedAttributeGenerator(
                    new SimpleAttributeTableGenerator(
                            new AttributeTable(
                                    new Attribute(
                                            UNSIGNED,
                                            new org.bouncycastle.asn1.DERSet(
                                                    new DEROctetString(new byte[3]))))));
        }
        TimeStampTokenGenerator tokens =
                new TimeStampTokenGenerator(
                        signer.build(ALGORITHM, keys.getPrivate(), own),
                        new BcDigestCalculatorProvider()
                                .get(new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256)),
                        POLICY);
        tokens.addCertificates(new CollectionStore<>(wordy ? List.of(root, own) : List.of(own)));
        TimeStampResponseGenerator responses =
                new TimeStampResponseGenerator(tokens, TSPAlgorithms.ALLOWED);
        if (mood == Mood.REFUSING) {
            return responses.generateFailResponse(2, 1 << 30, "not today").getEncoded();
        }
        Instant now = Instant.now();
        Instant at = mood == Mood.HOUR_BEHIND ? now.minus(Duration.ofHours(1)) : now;
        return responses
                .generateGrantedResponse(
                        taken(asked),
                        BigInteger.valueOf(serial.incrementAndGet()),
                        Date.from(at),
                        wordy ? "Operation Okay" : null)
                .getEncoded();
    }

    /// What it takes a question for.
    private TimeStampRequest taken(TimeStampRequest asked) {
        TimeStampRequestGenerator other = new TimeStampRequestGenerator();
        other.setCertReq(mood != Mood.WITHOUT_CERTIFICATE);
        byte[] imprint =
                mood == Mood.OTHER_IMPRINT ? new byte[32] : asked.getMessageImprintDigest();
        BigInteger nonce = mood == Mood.OTHER_NONCE ? BigInteger.valueOf(4_711) : asked.getNonce();
        return other.generate(TSPAlgorithms.SHA256, imprint, nonce);
    }

    private X509CertificateHolder certificate(
            String name, KeyPair pair, @Nullable X509CertificateHolder issuer) {
        Instant now = Instant.now();
        X500Name subject = new X500Name("CN=" + name);
        try {
            JcaX509v3CertificateBuilder builder =
                    new JcaX509v3CertificateBuilder(
                            issuer == null ? subject : issuer.getSubject(),
                            BigInteger.valueOf(issuer == null ? 1 : 2),
                            Date.from(now.minus(Duration.ofDays(1))),
                            Date.from(now.plus(Duration.ofDays(30))),
                            subject,
                            pair.getPublic());
            builder.addExtension(
                    Extension.basicConstraints, true, new BasicConstraints(issuer == null));
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(
                            issuer == null ? KeyUsage.keyCertSign : KeyUsage.digitalSignature));
            if (issuer != null) {
                builder.addExtension(
                        Extension.extendedKeyUsage,
                        true,
                        new ExtendedKeyUsage(KeyPurposeId.id_kp_timeStamping));
            }
            return builder.build(
                    new JcaContentSignerBuilder(ALGORITHM).build(rootKeys.getPrivate()));
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
