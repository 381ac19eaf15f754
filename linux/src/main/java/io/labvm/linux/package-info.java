/**
 * System calls that the JDK does not offer: mounts, loop devices, extended attributes, device nodes
 * and race-safe walks of directories that somebody hostile may change meanwhile. No signature here
 * shows native memory; failures are {@link io.labvm.linux.LinuxException}s with call, path and
 * errno.
 */
@NullMarked
package io.labvm.linux;

import org.jspecify.annotations.NullMarked;
