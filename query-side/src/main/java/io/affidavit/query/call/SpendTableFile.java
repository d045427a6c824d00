package io.affidavit.query.call;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.springframework.transaction.support.TransactionTemplate;

/// Sums as a file of comma-separated values, RFC 4180, with a header row. They are read from the
/// database at one moment into a file of ours and sent from there, however slow the client is, so
/// that neither memory nor the database holds them for it.
public final class SpendTableFile {

    /// Media type.
    static final String TYPE = "text/csv";

    private static final String LINE_END = "\r\n";

    private final SpendReader reader;
    private final TransactionTemplate snapshot;

    /// Reads in one such transaction.
    ///
    /// @param snapshot REPEATABLE READ
    public SpendTableFile(SpendReader reader, TransactionTemplate snapshot) {
        this.reader = reader;
        this.snapshot = snapshot;
    }

    void answer(SpendQuestion question, HttpServletResponse response) throws IOException {
        Path file = Files.createTempFile("affidavit-spend", ".csv");
        try {
            try (Writer out = Files.newBufferedWriter(file)) {
                write(question, out);
            }
            response.setContentType(TYPE);
            response.setCharacterEncoding(StandardCharsets.UTF_8);
            response.setHeader("Content-Disposition", "attachment; filename=\"spend.csv\"");
            response.setContentLengthLong(Files.size(file));
            Files.copy(file, response.getOutputStream());
        } finally {
            Files.delete(file);
        }
    }

    private void write(SpendQuestion question, Writer out) {
        line(out, header(question));
        snapshot.executeWithoutResult(
                status -> reader.all(question, sum -> line(out, sum.members().values())));
    }

    private static Collection<String> header(SpendQuestion question) {
        List<String> groups = question.groupBy().stream().map(Dimension::member).toList();
        return Sum.names(groups);
    }

    private static void line(Writer out, Collection<?> values) {
        try {
            String separator = "";
            for (Object value : values) {
                out.append(separator).append(CsvField.of(value));
                separator = ",";
            }
            out.append(LINE_END);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
