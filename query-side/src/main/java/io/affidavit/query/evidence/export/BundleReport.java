package io.affidavit.query.evidence.export;

import io.affidavit.query.evidence.stamp.Stamp;
import io.affidavit.schemas.bundle.BundleFiles;
import io.affidavit.schemas.bundle.BundleManifest;
import io.affidavit.schemas.bundle.BundleScope;
import io.affidavit.schemas.call.CallAdmitted;
import io.affidavit.schemas.call.CallEvent;
import io.affidavit.schemas.call.CallRefused;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.RecordTime;
import io.affidavit.schemas.evidence.RecordView;
import io.affidavit.schemas.proof.Checkpoint;
import io.affidavit.schemas.value.DomainEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The page that tells people what a bundle shows. Totals are over all of it; calls and other
/// records are told one by one up to a bound, so that the page of a year can still be opened. For
/// one thread.
final class BundleReport {

    private static final int CALLS_MAX = 100;
    private static final int CALL_RECORDS_MAX = 60;
    private static final int OTHERS_MAX = 300;
    private static final int VALUE_MAX = 400;
    private static final JsonMapper JSON = new JsonMapper();

    private final BundleManifest manifest;
    private final Checkpoint checkpoint;
    private final Tally tally = new Tally();
    private final Map<String, List<Told>> calls = new LinkedHashMap<>();
    private final List<Told> others = new ArrayList<>();
    private long records;
    private boolean isCut;
    private @Nullable Stamp stamp;

    /// A record and what it says.
    ///
    /// @param event of a call; `null` for any other one
    /// @param texts what is disclosed of it, by names of parts
    private record Told(RecordView view, @Nullable CallEvent event, Map<String, Excerpt> texts) {}

    BundleReport(BundleManifest manifest, Checkpoint checkpoint) {
        this.manifest = manifest;
        this.checkpoint = checkpoint;
    }

    /// An authority stamped the checkpoint.
    void stamped(Stamp given) {
        stamp = given;
    }

    /// @param texts what is disclosed of it, by names of parts
    void add(RecordView view, Map<String, Excerpt> texts) {
        records++;
        if (view.call() == null) {
            keep(others, new Told(view, null, texts), OTHERS_MAX);
            return;
        }
        DomainEvent event = Records.event(view);
        tally.add(event);
        if (!calls.containsKey(view.call()) && calls.size() == CALLS_MAX) {
            isCut = true;
        } else if (event instanceof CallEvent call) {
            keep(
                    calls.computeIfAbsent(view.call(), id -> new ArrayList<>()),
                    new Told(view, call, texts),
                    CALL_RECORDS_MAX);
        }
    }

    private <T> void keep(List<T> list, T one, int most) {
        if (list.size() < most) {
            list.add(one);
        } else {
            isCut = true;
        }
    }

    String html() {
        Html html = new Html();
        html.raw(BundleTexts.reportHead());
        head(html);
        if (!tally.isEmpty()) {
            tally.tell(html);
        }
        if (isCut) {
            html.raw("<p class=\"note\">Figures count every record of the bundle. The first ")
                    .raw(Integer.toString(CALLS_MAX))
                    .raw(" calls are told below; <code>events.jsonl</code> has all.</p>\n");
        }
        calls.forEach((id, story) -> call(html, id, story));
        if (!others.isEmpty()) {
            html.raw("<h2>What these decisions rest on</h2>\n");
            others.forEach(told -> other(html, told));
        }
        foot(html);
        return html.raw("</main>\n</body>\n</html>\n").toString();
    }

    private void head(Html html) {
        BundleScope scope = manifest.scope();
        String title =
                switch (scope.kind()) {
                    case CALL -> "One call";
                    case CALLS -> scope.ids().size() + " calls";
                    case KEY -> "The life of a key";
                    case LIMIT -> "The life of a limit";
                    case ORGANIZATION -> "An organization’s period";
                };
        html.raw("<header>\n<p class=\"brand\">Affidavit · evidence bundle</p>\n<h1>")
                .text(title)
                .raw("</h1>\n<p class=\"purpose\">")
                .text(manifest.purpose())
                .raw("</p>\n<table>\n");
        html.code("about", scope.id());
        if (scope.from() != null && scope.to() != null) {
            html.row("period", scope.from() + " to before " + scope.to());
        }
        html.row(
                "organization",
                manifest.organization() == null ? null : manifest.organization().value());
        html.row("asked for by", manifest.requester().kind() + " " + manifest.requester().id());
        html.row("asked for at", RecordTime.format(manifest.created()));
        html.code("bundle", manifest.bundle());
        html.code("log", manifest.log().value());
        html.row("records shown", Long.toString(records));
        html.row(
                "types withheld",
                manifest.withheld().isEmpty() ? null : String.join(", ", manifest.withheld()));
        html.raw("</table>\n</header>\n<main>\n");
    }

    private void call(Html html, String id, List<Told> story) {
        html.raw("<section class=\"call\">\n<h2>Call <code>").text(id).raw("</code></h2>\n");
        Told first = story.getFirst();
        html.raw("<table class=\"identity\">\n");
        switch (Objects.requireNonNull(first.event())) {
            case CallAdmitted call -> {
                html.code("key", call.keyId().value());
                html.row("organization", call.organization().value());
                html.row("team", call.team() == null ? null : call.team().value());
                html.row("project", call.project() == null ? null : call.project().value());
                html.row("model asked for", call.alias().value());
            }
            case CallRefused call -> {
                html.code("key", call.keyId().value());
                html.row("organization", call.organization().value());
                html.row("model asked for", call.alias() == null ? null : call.alias().value());
            }
            case CallEvent _ -> {
                // It began before the first record that is shown.
            }
        }
        html.raw("</table>\n<ol class=\"timeline\">\n");
        Telling telling = new Telling(html);
        for (Told told : story) {
            html.raw("<li>\n");
            place(html, told.view(), first.view());
            telling.tell(Objects.requireNonNull(told.event()));
            parts(html, told);
            html.raw("</li>\n");
        }
        html.raw("</ol>\n");
        if (!Stories.isTerminal(story.getLast().view().type())) {
            html.raw("<p class=\"note\">No end of this call is shown here.</p>\n");
        }
        html.raw("</section>\n");
    }

    private static void place(Html html, RecordView view, @Nullable RecordView first) {
        html.raw("<p class=\"place\"><time>").text(RecordTime.format(view.at())).raw("</time>");
        if (first != null && first.pos() < view.pos()) {
            long micros = Duration.between(first.at(), view.at()).toNanos() / 1_000;
            html.raw(" · +")
                    .text(micros / 1_000 + "." + "%03d".formatted(micros % 1_000))
                    .raw(" ms");
        }
        html.raw(" · record ").text(Long.toString(view.pos())).raw("</p>\n");
    }

    private static void parts(Html html, Told told) {
        if (told.view().parts().isEmpty()) {
            return;
        }
        html.raw("<table class=\"parts\">\n");
        for (Part.Reference part : told.view().parts()) {
            Excerpt text = told.texts().get(part.name());
            String what =
                    text == null ? "sealed" : text.beginning() == null ? "its salt" : "disclosed";
            html.code(part.name() + ", " + what, part.commitment().value());
            if (text != null) {
                text(html, BundleFiles.text(told.view().pos(), part.name()), text);
            }
        }
        html.raw("</table>\n");
    }

    private static void text(Html html, String file, Excerpt text) {
        html.raw("<tr><th></th><td>");
        if (text.beginning() == null) {
            html.raw("The text was never kept; whoever holds it can prove it with this salt.");
        } else {
            html.raw("<div class=\"text\">").text(text.beginning()).raw("</div>");
        }
        if (!text.isWhole()) {
            html.raw("<p class=\"more\">Cut here; all of its ")
                    .raw(Long.toString(text.bytes()))
                    .raw(" bytes are in <code>")
                    .text(file)
                    .raw("</code>.</p>");
        }
        html.raw("</td></tr>\n");
    }

    private static void other(Html html, Told told) {
        RecordView view = told.view();
        String title = view.type().replace('_', ' ').replace('.', ' ');
        html.raw("<section class=\"other\">\n");
        place(html, view, null);
        html.raw("<h3>")
                .text(Character.toUpperCase(title.charAt(0)) + title.substring(1))
                .raw("</h3>\n<table>\n");
        html.row("by", view.by().kind() + " " + view.by().id());
        for (Map.Entry<String, JsonNode> member : JSON.readTree(view.data()).properties()) {
            JsonNode value = member.getValue();
            if (!value.isNull() && !(value.isArray() && value.isEmpty())) {
                html.code(
                        member.getKey().replace('_', ' '),
                        shortened(value.isString() ? value.stringValue() : value.toString()));
            }
        }
        html.raw("</table>\n");
        parts(html, told);
        html.raw("</section>\n");
    }

    /// Keys are longer than anybody reads; the record has all of them.
    private static String shortened(String value) {
        return value.length() <= VALUE_MAX ? value : value.substring(0, VALUE_MAX) + " …";
    }

    private void foot(Html html) {
        html.raw("<section class=\"proof\">\n<h2>How to know that this is true</h2>\n")
                .raw("<p>This page proves nothing. The records in <code>events.jsonl</code> do:")
                .raw(" each is proven to be in the log by a checkpoint that the log’s keys signed,")
                .raw(" and the whole bundle is signed. <code>VERIFY.md</code> has the commands;")
                .raw(" they need nothing of ours.</p>\n<table>\n");
        html.row("records in the log, then", Long.toString(checkpoint.size()));
        html.code("root of its tree", checkpoint.root().value());
        if (stamp != null) {
            html.row("that checkpoint stamped at", stamp.at().toString());
            html.row("by the authority", stamp.authority());
        }
        html.raw("</table>\n<p>Times of records are those of the gateway’s own clock; ")
                .raw(
                        stamp == null
                                ? "no outside time stamp vouches for them."
                                : "none of them is later than the time stamp, for which the"
                                        + " authority vouches.")
                .raw(" Texts such as prompts and answers are not part of a")
                .raw(" record: it has a commitment to each, by which a holder of the text can")
                .raw(" prove it. Those that are disclosed lie under <code>parts/</code>, each with")
                .raw(" the salt that proves it.</p>\n</section>\n");
    }
}
