package io.affidavit.command.bait.right;

import io.affidavit.command.bait.left.Left;

/// Bait: the other half.
public record Right(Left left) {}
