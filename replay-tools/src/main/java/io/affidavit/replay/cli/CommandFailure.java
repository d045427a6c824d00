package io.affidavit.replay.cli;

/// A command cannot do what it was asked for; the message is for whoever typed it.
class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CommandFailure(String message) {
        super(message);
    }

    CommandFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
