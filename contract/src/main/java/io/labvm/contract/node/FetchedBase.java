package io.labvm.contract.node;

import io.labvm.contract.store.BaseId;

/** A cached and mounted base; {@code bytesCopied} is 0 when it was there. */
public record FetchedBase(BaseId base, long bytesCopied) {}
