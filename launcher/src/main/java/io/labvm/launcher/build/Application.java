package io.labvm.launcher.build;

import java.util.Arrays;
import java.util.List;

/** The programs that a build gives, each with all its libraries. */
public enum Application {
  /** Pages and REST API. */
  PORTAL("ui-vaadin", 512),
  /** Workflows and the dispatcher of commands. */
  CONTROL("control", 384),
  /** Activities on the store. */
  STORE("activities-mfs", 384),
  /** Stable addresses of desktops. */
  GATEWAY("gateway", 192),
  /** Activities on a node; its libraries hold the layer engine and the channel's commands, too. */
  NODE("activities-node", 384),
  /** Beacon and fencing of a node. */
  GUARD("guard", 64),
  /** Client commands. */
  CLI("cli", 128);

  private final String module;
  private final int heapMib;

  Application(String module, int heapMib) {
    this.module = module;
    this.heapMib = heapMib;
  }

  /** Its directory in the repository. */
  public String module() {
    return module;
  }

  /** Its directory in a build. */
  public String directory() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** The largest heap it gets. */
  public int heapMib() {
    return heapMib;
  }

  /**
   * Whether it encrypts, hashes or compares bytes in bulk. The others are left to the first
   * compiler, which is done long before the second would repay its work: at the start of a home
   * that took more than half of all processor time.
   */
  public boolean worksInBulk() {
    return switch (this) {
      case PORTAL, STORE, GATEWAY, NODE -> true;
      case CONTROL, GUARD, CLI -> false;
    };
  }

  /** All of them. */
  public static List<Application> all() {
    return Arrays.asList(values());
  }
}
