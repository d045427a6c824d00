package io.affidavit.command.util;

/// Bait: a name that says nothing.
public record SomethingHelper() {}
