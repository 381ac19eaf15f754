/**
 * Test kit of the database: a real PostgreSQL with the schema in it.
 *
 * <p>One server per test JVM; every caller gets a database of its own.
 */
@NullMarked
package io.labvm.schema;

import org.jspecify.annotations.NullMarked;
