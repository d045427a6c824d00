package io.affidavit.replay.bait;

import org.axonframework.commandhandling.CommandBus;

/// Bait: the auditor needs the writer's framework.
public record UsesFramework(CommandBus bus) {}
