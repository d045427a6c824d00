package io.affidavit.solo.house;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// One answer of `/actuator/prometheus`, read as Prometheus reads it.
///
/// @param text the answer
record Scrape(String text) {

    private static final Pattern SERIES = Pattern.compile("([a-z_0-9]+)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    /// A family of series.
    ///
    /// @param type `counter`, `gauge` or `histogram`
    record Family(String type, String help, Set<String> labels) {}

    static Scrape of(Http monitor) {
        return new Scrape(monitor.get("/actuator/prometheus").body());
    }

    /// Names and labels of all series.
    Set<String> series() {
        return lines().stream()
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// The sum over all series of a name with all these labels.
    ///
    /// @param labels such as `outcome="completed"`
    double sum(String name, String... labels) {
        return lines().stream()
                .map(SERIES::matcher)
                .filter(Matcher::matches)
                .filter(line -> line.group(1).equals(name))
                .filter(line -> line.group(2) != null || labels.length == 0)
                .filter(line -> List.of(labels).stream().allMatch(has(line)))
                .mapToDouble(line -> Double.parseDouble(line.group(3)))
                .sum();
    }

    private static java.util.function.Predicate<String> has(Matcher line) {
        return label -> line.group(2).contains(label);
    }

    /// The families by the names that queries use.
    Map<String, Family> families() {
        Map<String, Family> families = new TreeMap<>();
        Map<String, String> help = new TreeMap<>();
        text.lines()
                .forEach(line -> {
                    String[] words = line.split(" ", 4);
                    if (line.startsWith("# HELP ")) {
                        help.put(words[2], words[3]);
                    } else if (line.startsWith("# TYPE ")) {
                        families.put(
                                words[2],
                                new Family(
                                        words[3],
                                        help.getOrDefault(words[2], ""),
                                        labels(words[2])));
                    }
                });
        return families;
    }

    private Set<String> labels(String family) {
        Set<String> labels = new TreeSet<>();
        for (String line : lines()) {
            Matcher series = SERIES.matcher(line);
            if (series.matches() && isOf(series.group(1), family) && series.group(2) != null) {
                Matcher label = LABEL.matcher(series.group(2));
                while (label.find()) {
                    labels.add(label.group(1));
                }
            }
        }
        labels.remove("le");
        return labels;
    }

    /// A histogram's series have endings of their own.
    private static boolean isOf(String series, String family) {
        return series.equals(family)
                || series.equals(family + "_bucket")
                || series.equals(family + "_count")
                || series.equals(family + "_sum");
    }

    private List<String> lines() {
        return text.lines().filter(line -> !line.startsWith("#")).toList();
    }
}
