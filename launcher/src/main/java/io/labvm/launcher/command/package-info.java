/** What a person types. One class per command; each reads as the outline of what it does. */
@NullMarked
package io.labvm.launcher.command;

import org.jspecify.annotations.NullMarked;
