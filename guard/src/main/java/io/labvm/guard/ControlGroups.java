package io.labvm.guard;

import io.labvm.nodechannel.Activity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The control groups of this node's desktops, {@code <parent>/<desktop>/<epoch>}, as files.
 *
 * <p>A group that is absent is an empty one. Nothing here waits longer than about a second; what
 * could not be finished is simply asked for again.
 */
interface ControlGroups {
  /** Every desktop and epoch that has a group, with processes or not. */
  List<Holding> list() throws IOException;

  /** Looks at the group; {@link Activity#GONE} only when it surely has no process. */
  Activity activity(Holding holding) throws IOException;

  /** Stops all processes; returns before all of them have stopped. */
  void freeze(Holding holding) throws IOException;

  /** Lets all processes go on. */
  void thaw(Holding holding) throws IOException;

  /**
   * Ends all processes, also frozen ones.
   *
   * @return whether the group was empty before this returned
   */
  boolean kill(Holding holding) throws IOException;

  /** Removes the group if it is empty; leaves it otherwise. */
  void removeEmpty(Holding holding);

  /** Removes the groups of a desktop that is no longer held, if all are empty. */
  void removeEmpty(String desktop);

  /** The kind of control groups mounted at {@code root}. */
  static ControlGroups at(Path root, String parent) {
    return Files.exists(root.resolve("cgroup.controllers"))
        ? new UnifiedControlGroups(root.resolve(parent))
        : new SplitControlGroups(root, parent);
  }
}
