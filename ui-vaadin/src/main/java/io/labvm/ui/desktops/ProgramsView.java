package io.labvm.ui.desktops;

import java.time.Instant;
import java.util.List;

/**
 * What is run in a desktop, without what makes up the desktop itself, as its node last told.
 *
 * @param readAt when the node read it
 * @param named those that have run longest first
 * @param others number of processes that are not named
 */
public record ProgramsView(Instant readAt, List<Program> named, int others) {
  public ProgramsView {
    named = List.copyOf(named);
  }

  /**
   * Processes of one name.
   *
   * @param name as they call themselves
   * @param since when the oldest of them began
   */
  public record Program(String name, int processes, Instant since) {}
}
