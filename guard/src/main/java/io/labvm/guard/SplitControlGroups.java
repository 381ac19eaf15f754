package io.labvm.guard;

import io.labvm.nodechannel.Activity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Control groups version 1: one tree per controller, each with the same paths.
 *
 * <p>A desktop's processes are looked for in every tree. Killing freezes first, so that a fork bomb
 * cannot outrun the list of its processes; SIGKILL takes effect at the thaw, before any user code
 * runs. A process in uninterruptible sleep leaves the state FREEZING, but all others stand still.
 */
final class SplitControlGroups implements ControlGroups {
  private static final long FREEZE_MILLIS = 200;
  private static final long EMPTY_MILLIS = 800;
  private static final String STATE = "freezer.state";

  private final Path root;
  private final String parent;

  SplitControlGroups(Path root, String parent) {
    this.root = root;
    this.parent = parent;
  }

  @Override
  public List<Holding> list() throws IOException {
    var found = new LinkedHashSet<Holding>();
    for (var tree : trees()) {
      found.addAll(GroupFiles.holdings(tree.resolve(parent)));
    }
    return List.copyOf(found);
  }

  @Override
  public Activity activity(Holding holding) throws IOException {
    if (processes(holding).isEmpty()) {
      return Activity.GONE;
    }
    var frozen = GroupFiles.read(freezer(holding).resolve(STATE)).equals("FROZEN");
    return frozen ? Activity.FROZEN : Activity.RUNNING;
  }

  @Override
  public void freeze(Holding holding) throws IOException {
    GroupFiles.write(freezer(holding).resolve(STATE), "FROZEN");
  }

  @Override
  public void thaw(Holding holding) throws IOException {
    // A nested group may have been frozen by itself, e.g. by a container engine's pause.
    for (var group : GroupFiles.tree(freezer(holding))) {
      GroupFiles.write(group.resolve(STATE), "THAWED");
    }
  }

  @Override
  public boolean kill(Holding holding) throws IOException {
    freeze(holding);
    var state = freezer(holding).resolve(STATE);
    GroupFiles.within(FREEZE_MILLIS, () -> !reads(state, "FREEZING"));
    for (var process : processes(holding)) {
      ProcessHandle.of(process).ifPresent(ProcessHandle::destroyForcibly);
    }
    thaw(holding);
    return GroupFiles.within(EMPTY_MILLIS, () -> isEmpty(holding));
  }

  @Override
  public void removeEmpty(Holding holding) {
    remove(Path.of(holding.desktop(), Long.toString(holding.epoch())));
  }

  @Override
  public void removeEmpty(String desktop) {
    remove(Path.of(desktop));
  }

  private void remove(Path group) {
    try {
      for (var tree : trees()) {
        GroupFiles.remove(tree.resolve(parent).resolve(group));
      }
    } catch (IOException e) {
      // Tidying only; it is tried again.
    }
  }

  private static boolean reads(Path file, String value) {
    try {
      return GroupFiles.read(file).equals(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isEmpty(Holding holding) {
    try {
      return processes(holding).isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Set<Long> processes(Holding holding) throws IOException {
    var processes = new TreeSet<Long>();
    for (var tree : trees()) {
      processes.addAll(GroupFiles.processes(GroupFiles.of(tree.resolve(parent), holding)));
    }
    return processes;
  }

  private Path freezer(Holding holding) {
    return GroupFiles.of(root.resolve("freezer").resolve(parent), holding);
  }

  /** The mounted trees; {@code cpu} and the like may be links to one tree, which is harmless. */
  private List<Path> trees() throws IOException {
    var trees = new ArrayList<Path>();
    try (var entries = Files.newDirectoryStream(root)) {
      for (var entry : entries) {
        if (Files.exists(entry.resolve("cgroup.procs"))) {
          trees.add(entry);
        }
      }
    }
    return trees;
  }
}
