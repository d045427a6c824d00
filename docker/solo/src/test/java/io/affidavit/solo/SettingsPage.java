package io.affidavit.solo;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Writes `docs/settings.md` from the properties records: names, defaults and rules from the
/// classes, meanings from their sources.
final class SettingsPage {

    private static final String HEAD =
            """
            # Settings

            Written from the properties records by a test; do not edit.

            A setting is a line of `affidavit.properties` in the data directory, or an environment
            variable: upper case, dots as underscores, no dashes (`affidavit.edge.body-max` is
            `AFFIDAVIT_EDGE_BODYMAX`). The variable wins. Lists are written with commas. Durations look
            like `20s` or `5m`, sizes like `16MB`. An unknown setting, or a value that breaks its rule,
            stops the start.

            """;
    private static final Pattern DOCUMENTED =
            Pattern.compile("///\\s*@param (\\w+) ((?:.*\\R\\s*/// {3,}.*)*.*)");
    private static final Set<String> IMPLIED = Set.of("NotNull", "Valid", "DefaultValue");

    private final Path repository;
    private final Set<String> fixed;
    private final Map<String, String> rows = new TreeMap<>();

    SettingsPage(Path repository, Set<String> fixed) {
        this.repository = repository;
        this.fixed = fixed;
    }

    String write(Set<Class<?>> records) throws IOException {
        for (Class<?> type : records) {
            ConfigurationProperties properties = type.getAnnotation(ConfigurationProperties.class);
            describe(properties.value(), type);
        }
        return HEAD
                + "| setting | default | rule | meaning |\n| --- | --- | --- | --- |\n"
                + String.join("", rows.values());
    }

    private void describe(String prefix, Class<?> type) throws IOException {
        Map<String, String> meanings = meanings(type);
        RecordComponent[] components = type.getRecordComponents();
        Parameter[] parameters = type.getDeclaredConstructors()[0].getParameters();
        for (int i = 0; i < components.length; i++) {
            String name = prefix + "." + dashed(components[i].getName());
            if (components[i].getType().isRecord()) {
                describe(name, components[i].getType());
            } else if (!fixed.contains(name)) {
                rows.put(
                        name,
                        "| `%s` | %s | %s | %s |\n"
                                .formatted(
                                        name,
                                        defaultOf(parameters[i]),
                                        rule(parameters[i]),
                                        meanings.getOrDefault(components[i].getName(), "?")));
            }
        }
    }

    private static String defaultOf(Parameter parameter) {
        DefaultValue value = parameter.getAnnotation(DefaultValue.class);
        return value == null || value.value().length == 0
                ? "–"
                : "`" + String.join(",", value.value()) + "`";
    }

    private static String rule(Parameter parameter) {
        List<String> rules = new ArrayList<>();
        for (Annotation annotation : parameter.getAnnotations()) {
            String name = annotation.annotationType().getSimpleName();
            if (!IMPLIED.contains(name) && !name.equals("Nullable")) {
                rules.add(rule(name, annotation));
            }
        }
        return rules.isEmpty()
                ? parameter.getType().getSimpleName()
                : rules.stream().sorted().collect(Collectors.joining(", "));
    }

    private static String rule(String name, Annotation annotation) {
        return switch (name) {
            case "Min" -> ">= " + value(annotation, "value");
            case "Max" -> "<= " + value(annotation, "value");
            case "DurationMin" -> ">= " + duration(annotation);
            case "DurationMax" -> "<= " + duration(annotation);
            case "NotBlank" -> "not empty";
            case "Pattern" -> "`" + value(annotation, "regexp") + "`";
            default -> name;
        };
    }

    private static String duration(Annotation annotation) {
        return Stream.of("days", "hours", "minutes", "seconds", "millis")
                .filter(unit -> !value(annotation, unit).equals("0"))
                .map(unit -> value(annotation, unit) + " " + unit)
                .findFirst()
                .orElse("0");
    }

    private static String value(Annotation annotation, String member) {
        try {
            Method method = annotation.annotationType().getMethod(member);
            return String.valueOf(method.invoke(annotation));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, String> meanings(Class<?> type) throws IOException {
        String source = Files.readString(source(type));
        int own = source.indexOf("record " + type.getSimpleName());
        int start = Math.max(source.lastIndexOf("}\n", own), source.lastIndexOf(") {", own));
        Map<String, String> meanings = new TreeMap<>();
        Matcher documented = DOCUMENTED.matcher(source.substring(Math.max(start, 0), own));
        while (documented.find()) {
            meanings.put(
                    documented.group(1),
                    Arrays.stream(documented.group(2).split("\\R"))
                            .map(line -> line.replaceFirst("^\\s*///", "").strip())
                            .collect(Collectors.joining(" "))
                            .replace("|", "\\|"));
        }
        return meanings;
    }

    private Path source(Class<?> type) throws IOException {
        Class<?> top = type;
        while (top.getEnclosingClass() != null) {
            top = top.getEnclosingClass();
        }
        String name = "src/main/java/" + top.getName().replace('.', '/') + ".java";
        try (Stream<Path> modules = Files.walk(repository, 2)) {
            return modules.map(module -> module.resolve(name))
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String dashed(String camel) {
        return camel.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
