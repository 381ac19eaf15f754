package io.labvm.contract.node;

import io.labvm.contract.desktop.UpperId;

/** A mounted root. {@code created} is true when the upper was made by this operation's call. */
public record PreparedRoot(UpperId upper, boolean created) {}
