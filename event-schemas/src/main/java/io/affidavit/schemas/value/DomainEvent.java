package io.affidavit.schemas.value;

/// A fact of the log. Each implementation is a record with a logical name, a revision and a golden.
public interface DomainEvent {}
