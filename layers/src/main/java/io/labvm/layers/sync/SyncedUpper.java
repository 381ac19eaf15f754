package io.labvm.layers.sync;

import io.labvm.layers.store.DesktopKey;
import java.nio.file.Path;

/**
 * An upper to ship and where its node keeps what belongs to it.
 *
 * @param epoch that its holder took
 * @param upper the directory itself
 * @param index directory, on a local disk
 * @param spool directory, on a local disk that the member cannot fill
 */
public record SyncedUpper(
    DesktopKey desktop, String upperId, long epoch, Path upper, Path index, Path spool) {}
