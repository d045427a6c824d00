package io.affidavit.command.evidence;

/// This process' keys are not those that the log was opened with.
public final class WrongKeys extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WrongKeys(String message) {
        super(message);
    }
}
