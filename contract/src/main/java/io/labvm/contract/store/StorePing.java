package io.labvm.contract.store;

/** Who answered. */
public record StorePing(String agent, String version) {}
