package io.labvm.node.root;

import io.labvm.contract.desktop.DesktopId;
import java.nio.file.Path;
import java.time.Instant;

/**
 * An upper that was left behind.
 *
 * @param id unique on its node
 * @param upper the upper's own id; {@code unknown} of one that had no owner
 * @param since when it was moved aside
 * @param path its directory, in which a member was root
 */
public record LeftUpper(DesktopId desktop, String id, String upper, Instant since, Path path) {}
