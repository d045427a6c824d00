package io.affidavit.edge.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Counters of one name whose labels take their values from closed lists. A counter is found by its
/// place, without a look-up by name, and registered when it first counts: series that never happen
/// cost nothing, and no caller can add one that is not in the lists.
final class CounterGrid {

    private final MeterRegistry registry;
    private final String name;
    private final String help;
    private final List<Label> labels;
    private final AtomicReferenceArray<@Nullable Counter> counters;

    /// @param values all that the label can say, in the order of their places
    record Label(String name, List<String> values) {

        Label {
            values = List.copyOf(values);
        }

        static <E extends Enum<E>> Label of(String name, E[] constants, Function<E, String> code) {
            return new Label(name, Stream.of(constants).map(code).toList());
        }

        /// With one more value at the end.
        Label or(String value) {
            return new Label(name, Stream.concat(values.stream(), Stream.of(value)).toList());
        }
    }

    CounterGrid(MeterRegistry registry, String name, String help, Label... labels) {
        this.registry = registry;
        this.name = name;
        this.help = help;
        this.labels = List.of(labels);
        int cells = 1;
        for (Label label : labels) {
            cells *= label.values().size();
        }
        this.counters = new AtomicReferenceArray<>(cells);
    }

    /// The place of a constant among the values of its label. Places live as long as the process.
    @SuppressWarnings("EnumOrdinal")
    static int place(Enum<?> constant) {
        return constant.ordinal();
    }

    /// How many values the label has.
    int size(int label) {
        return labels.get(label).values().size();
    }

    /// Counts one.
    ///
    /// @param cell places of the labels' values, as digits of a number whose first is the highest
    void increment(int cell) {
        Counter counter = counters.get(cell);
        if (counter == null) {
            counter = register(cell);
            counters.set(cell, counter); // the registry gives every caller the same one
        }
        counter.increment();
    }

    private Counter register(int cell) {
        List<Tag> tags = new ArrayList<>();
        int rest = cell;
        for (Label label : labels.reversed()) {
            int size = label.values().size();
            tags.add(Tag.of(label.name(), label.values().get(rest % size)));
            rest /= size;
        }
        return Counter.builder(name).description(help).tags(tags).register(registry);
    }
}
