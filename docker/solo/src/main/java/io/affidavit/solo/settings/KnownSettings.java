package io.affidavit.solo.settings;

import io.affidavit.solo.data.StartRefused;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;
import org.springframework.util.ClassUtils;

/// The names of all settings, read from the properties records. A setting that no record knows
/// would be ignored in silence, so it stops the start instead.
public final class KnownSettings {

    private static final String FAMILY = "affidavit.";
    private static final String VARIABLES = "AFFIDAVIT_";
    private static final String PACKAGE = "io.affidavit.";
    private static final Set<String> OURS = Set.of("AFFIDAVIT_DATA");

    private final Map<String, Class<?>> types = new TreeMap<>();

    /// @param records classes annotated with [ConfigurationProperties]
    /// @param fixed names that this process decides itself
    public KnownSettings(Collection<Class<?>> records, Set<String> fixed) {
        for (Class<?> type : records) {
            ConfigurationProperties properties = type.getAnnotation(ConfigurationProperties.class);
            if (properties == null) {
                throw new IllegalArgumentException(type + " is no properties record");
            }
            collect(properties.value().isEmpty() ? properties.prefix() : properties.value(), type);
        }
        types.keySet().removeAll(fixed);
    }

    /// The settings of every room on the class path and of `roof`.
    public static KnownSettings ofTheHouse(Class<?> roof, Set<String> fixed) {
        return new KnownSettings(records(roof), fixed);
    }

    /// The properties records of every room on the class path and of `roof`.
    public static Set<Class<?>> records(Class<?> roof) {
        Set<Class<?>> records = new LinkedHashSet<>();
        collectRecords(roof, records);
        ClassLoader loader = roof.getClassLoader();
        for (String room : ImportCandidates.load(AutoConfiguration.class, loader)) {
            if (room.startsWith(PACKAGE)) {
                collectRecords(ClassUtils.resolveClassName(room, loader), records);
            }
        }
        return records;
    }

    private static void collectRecords(Class<?> configuration, Set<Class<?>> records) {
        EnableConfigurationProperties enabled =
                configuration.getAnnotation(EnableConfigurationProperties.class);
        if (enabled != null) {
            records.addAll(List.of(enabled.value()));
        }
        Import imported = configuration.getAnnotation(Import.class);
        if (imported != null) {
            for (Class<?> more : imported.value()) {
                collectRecords(more, records);
            }
        }
    }

    /// The canonical names, such as `affidavit.edge.port`.
    public Set<String> names() {
        return types.keySet();
    }

    /// @param file names in the settings file
    /// @param environment names of environment variables
    /// @throws StartRefused naming each one that is not a setting
    public void check(Collection<String> file, Collection<String> environment) {
        Set<String> unknown = new TreeSet<>();
        for (String name : file) {
            if (!isKnown(name)) {
                unknown.add(name);
            }
        }
        for (String variable : environment) {
            if (variable.startsWith(VARIABLES)
                    && !OURS.contains(variable)
                    && !isVariable(variable)) {
                unknown.add(variable);
            }
        }
        if (!unknown.isEmpty()) {
            throw new StartRefused(
                    String.join(", ", unknown)
                            + ": no such setting (expected: one of docs/settings.md)");
        }
    }

    private boolean isKnown(String name) {
        String element = name.replaceAll("\\[[0-9]+]$", "");
        return types.containsKey(element)
                && (element.equals(name) || Collection.class.isAssignableFrom(types.get(element)));
    }

    private boolean isVariable(String variable) {
        return types.entrySet().stream()
                .anyMatch(setting -> {
                    String name = variable(setting.getKey());
                    return variable.equals(name)
                            || (Collection.class.isAssignableFrom(setting.getValue())
                                    && variable.matches(name + "_[0-9]+"));
                });
    }

    /// The environment variable of a setting: dots become underscores, dashes disappear.
    static String variable(String name) {
        return name.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
    }

    private void collect(String prefix, Class<?> type) {
        for (RecordComponent component : type.getRecordComponents()) {
            String name = prefix + "." + dashed(component.getName());
            if (component.getType().isRecord()) {
                collect(name, component.getType());
            } else if (name.startsWith(FAMILY)) {
                types.put(name, component.getType());
            }
        }
    }

    private static String dashed(String camel) {
        return camel.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
