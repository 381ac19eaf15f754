package io.labvm.contract.node;

/** Cached layers; {@code bytesCopied} is 0 when all were there. */
public record FetchedLayers(long bytesCopied) {}
