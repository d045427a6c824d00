package io.affidavit.command.bait.left;

import io.affidavit.command.bait.right.Right;

/// Bait: half of a cycle between packages.
public record Left(Right right) {}
