/**
 * Client commands: what a member or an admin does from a terminal. They know the portal's REST API
 * and nothing else of labVm.
 */
@NullMarked
package io.labvm.cli;

import org.jspecify.annotations.NullMarked;
