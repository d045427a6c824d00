package io.affidavit.schemas.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Origins, key references, verifier keys, retention classes: what records spell as strings.
class NamesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gw.acme.example/5f0c9a1b2d3e4f60/2026",
                "a/0000000000000000/0000",
                "my-host.local/ffffffffffffffff/2030"
            })
    void readsAnOrigin(String text) {
        assertThat(new LogOrigin(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "gw.acme.example",
                "gw.acme.example/log/2026a",
                "/5f0c9a1b2d3e4f60/2026",
                "GW/5f0c9a1b2d3e4f60/2026",
                "g w/5f0c9a1b2d3e4f60/2026",
                "g+w/5f0c9a1b2d3e4f60/2026",
                ".gw/5f0c9a1b2d3e4f60/2026",
                "gw/5F0C9A1B2D3E4F60/2026",
                "gw/5f0c9a1b2d3e4f6/2026",
                "gw/5f0c9a1b2d3e4f60/26",
                "gw/5f0c9a1b2d3e4f60/2026/",
                "gw/5f0c9a1b2d3e4f60/2026\n"
            })
    void refusesAnotherOrigin(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new LogOrigin(text));
    }

    @Test
    void keepsOriginsShortEnoughForACosignature() {
        assertThat(LogOrigin.of("a".repeat(200), "5f0c9a1b2d3e4f60", 2026).value())
                .hasSizeLessThanOrEqualTo(255);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LogOrigin.of("a".repeat(201), "5f0c9a1b2d3e4f60", 2026));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "acme/202611/ops-90d/1:acme/1",
                "-/202612/sec-6y/999999999:-/2",
                "acme/202601/hipaa-6y/12:s_5f0c9a1b2d3e4f60718293a4b5c6d7e8/3"
            })
    void readsAKeyReference(String text) {
        assertThat(KeyRef.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "acme/202611/ops-90d/1",
                "acme/202611/ops-90d/1:acme",
                "acme/202611/ops-90d/1:acme/1:acme/1",
                "acme/202613/ops-90d/1:acme/1",
                "acme/202600/ops-90d/1:acme/1",
                "acme/20261/ops-90d/1:acme/1",
                "acme/202611/never/1:acme/1",
                "acme/202611/ops-90d/0:acme/1",
                "acme/202611/ops-90d/01:acme/1",
                "acme/202611/ops-90d/+1:acme/1",
                "acme/202611/ops-90d/3000000000:acme/1",
                "ac me/202611/ops-90d/1:acme/1",
                "acme/202611/ops-90d/1:/1",
                "-a/202611/ops-90d/1:acme/1",
                "acme/202611/ops-90d/1:acme/1\n"
            })
    void refusesAnotherKeyReference(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> KeyRef.parse(text));
    }

    @Test
    void namesTheHouseWhereNobodyIsConcerned() {
        assertThat(KeyRef.organizationSubject(null)).isEqualTo("-");
        assertThat(KeyRef.organizationSubject("acme")).isEqualTo("acme");
    }

    @ParameterizedTest
    @EnumSource
    void readsARetentionClass(RetentionClass retention) {
        assertThat(RetentionClass.of(retention.toString())).isSameAs(retention);
    }

    /// Keys that others published: the Go checksum database's, and the one in the documentation of
    /// golang.org/x/mod/sumdb/note (read 2026-11-25).
    @ParameterizedTest
    @ValueSource(
            strings = {
                "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8",
                "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
            })
    void computesThePublishedKeyIds(String text) {
        VerifierKey key = VerifierKey.parse(text);

        assertThat(key.algorithm()).isEqualTo(VerifierKey.Algorithm.ED25519);
        assertThat(VerifierKey.ed25519(key.name(), key.key())).isEqualTo(key).hasToString(text);
        assertThat(Integer.toHexString(key.keyId()))
                .isEqualTo(text.replaceFirst("[^+]*\\+0?", "").replaceFirst("\\+.*", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sum.golang.org",
                "sum.golang.org+033de0ae",
                "sum.golang.org+033de0af+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8",
                "sum.golang.com+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8",
                "sum.golang.org+033de0ae+As4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8",
                "sum.golang.org+033de0ae+",
                "sum.golang.org+033de0ae+Ac4zctda"
            })
    void refusesAnotherVerifierKey(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> VerifierKey.parse(text));
    }

    @Test
    void refusesAKeyNameThatBreaksANote() {
        for (String name : new String[] {"", "a b", "a+b", "a\n", "\u00e9"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> VerifierKey.ed25519(name, new byte[32]));
        }
    }
}
