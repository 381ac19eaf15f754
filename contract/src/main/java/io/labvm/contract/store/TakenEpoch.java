package io.labvm.contract.store;

/** The epoch that now belongs to the asker. */
public record TakenEpoch(long epoch) {}
