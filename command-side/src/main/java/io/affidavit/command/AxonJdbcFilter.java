package io.affidavit.command;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;

/// Keeps out auto-configurations that take any one data source for the application's own: here each
/// belongs to one room and one role.
public class AxonJdbcFilter implements AutoConfigurationImportFilter {

    private static final Set<String> UNWANTED =
            Set.of(
                    "org.axonframework.springboot.autoconfig.JdbcAutoConfiguration",
                    "org.axonframework.springboot.autoconfig.JpaAutoConfiguration",
                    "org.axonframework.springboot.autoconfig.JpaEventStoreAutoConfiguration",
                    "org.axonframework.springboot.autoconfig.AxonDbSchedulerAutoConfiguration",
                    "org.axonframework.springboot.autoconfig.AxonJobRunrAutoConfiguration");

    @Override
    public boolean[] match(
            @Nullable String[] autoConfigurationClasses, AutoConfigurationMetadata metadata) {
        boolean[] wanted = new boolean[autoConfigurationClasses.length];
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] =
                    autoConfigurationClasses[i] == null
                            || !UNWANTED.contains(autoConfigurationClasses[i]);
        }
        return wanted;
    }
}
