/**
 * Who may call what: filter chains of pages, REST API and internal API, and the headers of answers.
 *
 * <p>Pages use sessions with CSRF protection, the API bearer tokens without sessions.
 */
@NullMarked
package io.labvm.ui.security;

import org.jspecify.annotations.NullMarked;
