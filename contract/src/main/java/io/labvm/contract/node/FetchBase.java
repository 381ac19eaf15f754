package io.labvm.contract.node;

import io.labvm.contract.store.BaseId;

/** A base to bring into the node's cache. */
public record FetchBase(BaseId base) {}
