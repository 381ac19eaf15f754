package io.labvm.layers.mount;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A desktop's root as it is mounted.
 *
 * @param epoch its upper holds
 * @param upperId the id of that upper
 * @param version the upper stands on
 * @param at where it is
 * @param leftBehind the id of an upper that was moved aside, for it is not part of the line
 */
public record MountedDesktop(
    long epoch, String upperId, int version, Path at, Optional<String> leftBehind) {}
