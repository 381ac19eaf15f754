package io.labvm.e2e.chaos;

/**
 * Something that must not be.
 *
 * @param rule which rule it breaks
 * @param desktop id of the desktop it is about; empty when it is about none
 */
public record Violation(String rule, String desktop, String what) {
  @Override
  public String toString() {
    return rule + (desktop.isEmpty() ? "" : " [" + desktop + "]") + ": " + what;
  }
}
