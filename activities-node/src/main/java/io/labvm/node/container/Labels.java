package io.labvm.node.container;

/** Labels by which the agent knows its containers again. */
final class Labels {
  static final String HOME = "io.labvm.home";
  static final String NODE = "io.labvm.node";
  static final String DESKTOP = "io.labvm.desktop";
  static final String EPOCH = "io.labvm.epoch";
  static final String OPERATION = "io.labvm.operation";

  private Labels() {}
}
