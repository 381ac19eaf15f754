package io.labvm.ui.internal;

import java.util.List;

/**
 * The state of the platform.
 *
 * @param healthy true when every check is
 */
public record Health(boolean healthy, List<Check> checks) {
  public Health {
    checks = List.copyOf(checks);
  }

  /**
   * One part.
   *
   * @param name for example {@code database}, {@code node n1}
   * @param detail what was seen, in plain English; never a secret
   */
  public record Check(String name, boolean ok, String detail) {}

  static Health of(List<Check> checks) {
    return new Health(checks.stream().allMatch(Check::ok), checks);
  }
}
