package io.labvm.contract.node;

/** The VNC server answered {@code waitedMillis} after the wait began. */
public record VncAnswer(long waitedMillis) {}
