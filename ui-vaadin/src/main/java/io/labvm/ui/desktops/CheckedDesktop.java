package io.labvm.ui.desktops;

import org.jspecify.annotations.Nullable;

/**
 * A desktop to be made, whose fields are all right.
 *
 * @param base full id
 * @param ssh true when the base has an sshd
 */
record CheckedDesktop(String base, boolean ssh, @Nullable String node, String language) {}
