package io.affidavit.query.evidence.export;

import io.affidavit.query.web.Problem;
import io.affidavit.schemas.access.Administrator;
import io.affidavit.schemas.access.Permission;
import io.affidavit.schemas.access.RequiresPermission;
import io.affidavit.schemas.bundle.BundleFiles;
import io.affidavit.schemas.bundle.BundleState;
import io.affidavit.schemas.value.FailureCode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/// `GET /evidence/bundles/{id}`: how far a bundle is, or the bundle.
@RestController
public final class BundleController {

    private static final String ZIP = "application/zip";

    private final Bundles bundles;

    /// Serves these.
    public BundleController(Bundles bundles) {
        this.bundles = bundles;
    }

    /// Whoever does not ask for JSON gets the file as soon as there is one.
    @GetMapping("/evidence/bundles/{id}")
    @RequiresPermission(Permission.EVIDENCE_EXPORT)
    @Nullable BundleState state(
            Administrator asking,
            @PathVariable String id,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        BundleState state = bundles.state(id).orElseThrow(() -> Problem.notFound("bundle"));
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        if (state.state().equals(BundleState.READY)
                && (accept == null || !accept.contains("json"))) {
            file(asking, id, response);
            return null;
        }
        return state;
    }

    @GetMapping(path = "/evidence/bundles/{id}", produces = ZIP)
    @RequiresPermission(Permission.EVIDENCE_EXPORT)
    void file(Administrator asking, @PathVariable String id, HttpServletResponse response)
            throws IOException {
        BundleState state = bundles.state(id).orElseThrow(() -> Problem.notFound("bundle"));
        requireDisclosing(asking, bundles.isDisclosing(id));
        Path file =
                bundles.file(id)
                        .orElseThrow(() ->
                                Problem.of(
                                        FailureCode.CONFLICT,
                                        "bundle: " + state.state() + " (expected: ready)"));
        response.setContentType(ZIP);
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                "attachment; filename=\"" + id + BundleFiles.SUFFIX + "\"");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setContentLengthLong(Files.size(file));
        Files.copy(file, response.getOutputStream());
    }

    /// Whoever may fetch bundles may not thereby read the texts in some.
    static void requireDisclosing(Administrator asking, boolean hasTexts) {
        if (hasTexts && !asking.may(Permission.CONTENT_DISCLOSE)) {
            throw Problem.of(
                    FailureCode.PERMISSION_DENIED,
                    "bundle: has texts, which needs the permission "
                            + Permission.CONTENT_DISCLOSE.code()
                            + " (expected: the operator token)");
        }
    }
}
