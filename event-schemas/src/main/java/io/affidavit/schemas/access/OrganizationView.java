package io.affidavit.schemas.access;

import io.affidavit.schemas.value.OrganizationId;

/// An organization after a command about it or a scope of it.
///
/// @param organization its slug
/// @param timeZone IANA zone in which its calendar windows run
/// @param content what becomes of its prompts and answers
/// @param archived closed for good
public record OrganizationView(
        OrganizationId organization, String timeZone, ContentMode content, boolean archived) {}
