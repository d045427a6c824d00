package io.affidavit.edge.translate;

import io.affidavit.edge.dialect.InboundRequest;
import io.affidavit.edge.json.JsonValue;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a Messages request asks for and [MessagesRequest] leaves out for a model, by name.
final class MessagesAdjusted {

    private MessagesAdjusted() {}

    static List<String> of(InboundRequest request, String upstreamModel) {
        @Nullable JsonValue[] members =
                JsonValue.checked(request.body())
                        .members("top_k", "service_tier", "thinking", "output_config");
        Set<Adjusted> adjusted = EnumSet.noneOf(Adjusted.class);
        if (isGiven(members[0])) {
            adjusted.add(Adjusted.TOP_K);
        }
        if (isGiven(members[1])) {
            adjusted.add(Adjusted.SERVICE_TIER);
        }
        JsonValue effort = members[3] == null ? null : members[3].get("effort");
        if (!OpenAiModels.takesEffort(upstreamModel)
                && ReasoningEffort.level(effort, members[2]) != null) {
            adjusted.add(Adjusted.THINKING);
        }
        return Adjusted.names(adjusted);
    }

    private static boolean isGiven(@Nullable JsonValue value) {
        return value != null && !value.isNull();
    }
}
