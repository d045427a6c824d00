/// Tests of the reading side over HTTP and over the query bus, against real tables and records.
@NullMarked
package io.affidavit.query;

import org.jspecify.annotations.NullMarked;
