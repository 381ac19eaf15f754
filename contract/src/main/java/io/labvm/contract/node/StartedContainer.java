package io.labvm.contract.node;

/** A running container. {@code startMillis} is the time the engine took. */
public record StartedContainer(String containerId, long startMillis) {}
