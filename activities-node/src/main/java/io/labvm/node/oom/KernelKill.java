package io.labvm.node.oom;

/**
 * What the kernel says of one process that it ended for want of memory.
 *
 * @param group the control group whose limit was met, or of the process when the machine was full
 * @param program the process's own name of itself, at most 15 bytes
 * @param bytes of memory that it held
 * @param byLimit false when the whole machine was out of memory
 * @param bootMicros when, on the kernel's clock
 */
record KernelKill(
    String group, long pid, String program, long bytes, boolean byLimit, long bootMicros) {}
