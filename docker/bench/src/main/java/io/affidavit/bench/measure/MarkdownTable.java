package io.affidavit.bench.measure;

import java.util.List;
import java.util.stream.Collectors;

/// A table as text that reads well before and after rendering.
public final class MarkdownTable {

    private final int width;
    private final StringBuilder text = new StringBuilder();

    /// @param heads one for each column; all but the first column hold figures
    public MarkdownTable(String... heads) {
        width = heads.length;
        line(List.<Object>of((Object[]) heads));
        text.append("| --- |").append(" ---: |".repeat(width - 1)).append('\n');
    }

    /// Adds a row with as many cells as there are columns.
    public MarkdownTable row(Object... cells) {
        if (cells.length != width) {
            throw new IllegalArgumentException(
                    "cells: " + cells.length + " (expected: " + width + ")");
        }
        line(List.of(cells));
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }

    private void line(List<Object> cells) {
        text.append(
                cells.stream()
                        .map(String::valueOf)
                        .collect(Collectors.joining(" | ", "| ", " |\n")));
    }
}
