package io.affidavit.command.evidence;

import io.affidavit.command.web.AdminCommands;
import io.affidavit.command.web.AdminRequest;
import io.affidavit.command.web.Answers;
import io.affidavit.command.web.Form;
import io.affidavit.command.web.Refusals;
import io.affidavit.schemas.access.Permission;
import io.affidavit.schemas.access.RequiresPermission;
import io.affidavit.schemas.evidence.EvidenceCommand.AddLogKey;
import io.affidavit.schemas.evidence.EvidenceCommand.LogKeyView;
import io.affidavit.schemas.evidence.EvidenceCommand.PrepareLogKey;
import io.affidavit.schemas.evidence.EvidenceCommand.RetireLogKey;
import io.affidavit.schemas.evidence.LogKeyUse;
import io.affidavit.schemas.evidence.Part;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// `POST /admin/log/keys`, `POST /admin/log/keys/{use}/retire`.
@RestController
class LogKeyController {

    private static final String LOG = "log";
    private static final Form USE =
            Form.oneOf(Stream.of(LogKeyUse.values()).map(LogKeyUse::code).toList());

    private final AdminCommands commands;

    LogKeyController(AdminCommands commands) {
        this.commands = commands;
    }

    /// A key of the log as answers show it.
    ///
    /// @param key its verifier key
    /// @param file name of its file in the directory of keys
    /// @param state `prepared`, `added` or `retired`
    record LogKey(LogKeyUse use, String key, String file, String state) {

        static LogKey of(LogKeyView view, String state) {
            return new LogKey(view.use(), view.key(), view.file(), state);
        }
    }

    @PostMapping("/admin/log/keys")
    @RequiresPermission(Permission.ADMIN_WRITE)
    ResponseEntity<LogKey> add(AdminRequest request) {
        String use = request.fields().required("use", USE);
        boolean isPrepared = Boolean.TRUE.equals(request.fields().optionalBoolean("prepareOnly"));
        List<Part> parts = request.finish();
        LogKeyView view =
                commands.ask(
                        request,
                        LogKeyView.class,
                        isPrepared
                                ? new PrepareLogKey(LOG, LogKeyUse.ofCode(use))
                                : new AddLogKey(
                                        LOG, LogKeyUse.ofCode(use), request.idempotency(), parts));
        return commands.created(request, LogKey.of(view, isPrepared ? "prepared" : "added"));
    }

    @PostMapping("/admin/log/keys/{use}/retire")
    @Answers(200)
    @RequiresPermission(Permission.ADMIN_WRITE)
    ResponseEntity<LogKey> retire(@PathVariable String use, AdminRequest request) {
        List<Part> parts = request.finish();
        LogKeyView view =
                commands.ask(
                        request,
                        LogKeyView.class,
                        new RetireLogKey(LOG, use(use), request.idempotency(), parts));
        return commands.ok(request, LogKey.of(view, "retired"));
    }

    private static LogKeyUse use(String code) {
        try {
            return LogKeyUse.ofCode(code);
        } catch (IllegalArgumentException e) {
            throw Refusals.notFound("use");
        }
    }
}
