package io.affidavit.schemas.access;

import io.affidavit.schemas.value.DomainEvent;

/// A fact about who may call, or who tried to administer.
public sealed interface AccessEvent extends DomainEvent
        permits OrganizationRegistered,
                OrganizationChanged,
                ScopeRenamed,
                ScopeArchived,
                TeamRegistered,
                ProjectRegistered,
                VirtualKeyIssued,
                VirtualKeyChanged,
                VirtualKeyRotated,
                VirtualKeyBlocked,
                VirtualKeyUnblocked,
                VirtualKeyRevoked,
                LimitSet,
                LimitRemoved,
                LimitRaisedTemporarily,
                LimitThresholdCrossed,
                LimitExhausted,
                RoleGranted,
                RoleRevoked,
                AccessDenied {}
