/// Signatures over files as auditors' stock tools make them: CMS (RFC 5652) and time stamps (RFC
/// 3161), read strictly and checked with the platform's algorithms. It never makes a signature and
/// knows no bundle.
@NullMarked
package io.affidavit.replay.cms;

import org.jspecify.annotations.NullMarked;
