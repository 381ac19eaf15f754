package io.labvm.e2e.chaos;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What there is of a laboratory at one moment.
 *
 * @param desktops by id, as the API tells of them
 * @param groups control groups with living processes
 * @param containers of all engines
 * @param mounts roots of desktops, in any mount namespace
 * @param owners what nodes note to hold
 * @param epochs by desktop, oldest first, as the store has them
 * @param staged by desktop, the uppers that have a staging directory
 * @param stored desktops that the store knows
 * @param leaks other things that nobody uses, in words
 */
public record Sight(
    Map<String, Told> desktops,
    List<Group> groups,
    List<Container> containers,
    List<Mounted> mounts,
    List<Owner> owners,
    Map<String, List<Epoch>> epochs,
    Map<String, Set<String>> staged,
    Set<String> stored,
    List<String> leaks) {

  /**
   * A desktop, as the API tells of it.
   *
   * @param node empty for none
   * @param answers whether a viewer got a picture
   */
  public record Told(String state, String node, boolean answers) {
    boolean runs() {
      return state.equals("running");
    }
  }

  /** Living processes of a desktop. */
  public record Group(String node, String desktop, long epoch, boolean frozen) {}

  /** A container, running or not. */
  public record Container(String node, String desktop, long epoch, boolean running) {}

  /** A mounted root. */
  public record Mounted(String node, String desktop, String at) {}

  /** Whose root a node notes to hold, and at which epoch. */
  public record Owner(String node, String desktop, String upper, long epoch) {}

  /** A taken epoch. */
  public record Epoch(long number, String node, String upper) {}
}
