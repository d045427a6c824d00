package io.affidavit.command.evidence;

/// This process' keys are not those of the installation.
public final class WrongKeys extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WrongKeys(String message) {
        super(message);
    }
}
