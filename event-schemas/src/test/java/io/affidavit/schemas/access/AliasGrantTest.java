package io.affidavit.schemas.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AliasGrantTest {

    @Test
    void coversAnAliasABeginningOrAll() {
        assertThat(AliasGrant.covers(List.of("fast"), "fast")).isTrue();
        assertThat(AliasGrant.covers(List.of("fast"), "faster")).isFalse();
        assertThat(AliasGrant.covers(List.of("fast"), "Fast")).isFalse();
        assertThat(AliasGrant.covers(List.of("slow", "gpt-*"), "gpt-5")).isTrue();
        assertThat(AliasGrant.covers(List.of("gpt-*"), "gpt-")).isTrue();
        assertThat(AliasGrant.covers(List.of("gpt-*"), "gpt")).isFalse();
        assertThat(AliasGrant.covers(List.of("*"), "anything")).isTrue();
        assertThat(AliasGrant.covers(List.of(), "anything")).isFalse();
    }

    @Test
    void hasAStarAtItsEndOnly() {
        assertThat(List.of("*", "fast", "gpt-*", "openai/*", "g*")).allMatch(AliasGrant::isValid);
        assertThat(List.of("", "**", "g*t", "*t", "-*", "a **", "ü*", "g?"))
                .noneMatch(AliasGrant::isValid);
    }
}
