/** Tests of the client commands. A small HTTP server of the JDK stands for the portal. */
@NullMarked
package io.labvm.cli;

import org.jspecify.annotations.NullMarked;
