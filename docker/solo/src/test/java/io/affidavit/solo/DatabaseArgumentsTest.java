package io.affidavit.solo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affidavit.solo.data.StartRefused;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseArgumentsTest {

    private static final String URL = "jdbc:postgresql://127.0.0.1/house?user=admin";

    @Test
    void takesValuesAsNextWordOrAfterEquals() {
        assertThat(
                        parse(
                                "init",
                                "--admin-url=" + URL,
                                "--admin-password-file",
                                "secret",
                                "--data",
                                "here",
                                "--new-passwords"))
                .isEqualTo(new DatabaseArguments(URL, Path.of("secret"), Path.of("here"), true));
        assertThat(parse("init", "--admin-url", URL))
                .isEqualTo(new DatabaseArguments(URL, null, Path.of("data"), false));
        assertThat(parse("init", "--help")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "init", "drop", "init --admin-url", "init --frobnicate"})
    void refusesWhatItDoesNotUnderstand(String words) {
        assertThatThrownBy(() -> parse(words.split(" ", -1)))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("usage: ./affidavit db init");
    }

    private static DatabaseArguments parse(String... words) {
        return DatabaseArguments.parse(List.of(words), null);
    }
}
