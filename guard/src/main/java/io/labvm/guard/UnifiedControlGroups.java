package io.labvm.guard;

import io.labvm.nodechannel.Activity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** Control groups version 2: one tree, whose kernel freezes, kills and counts by itself. */
final class UnifiedControlGroups implements ControlGroups {
  private static final long EMPTY_MILLIS = 1000;

  private final Path parent;

  UnifiedControlGroups(Path parent) {
    this.parent = parent;
  }

  @Override
  public List<Holding> list() throws IOException {
    return List.copyOf(GroupFiles.holdings(parent));
  }

  @Override
  public Activity activity(Holding holding) throws IOException {
    var events = GroupFiles.read(group(holding).resolve("cgroup.events"));
    if (!events.contains("populated 1")) {
      return Activity.GONE;
    }
    return events.contains("frozen 1") ? Activity.FROZEN : Activity.RUNNING;
  }

  @Override
  public void freeze(Holding holding) throws IOException {
    GroupFiles.write(group(holding).resolve("cgroup.freeze"), "1");
  }

  @Override
  public void thaw(Holding holding) throws IOException {
    for (var each : GroupFiles.tree(group(holding))) {
      GroupFiles.write(each.resolve("cgroup.freeze"), "0");
    }
  }

  @Override
  public boolean kill(Holding holding) throws IOException {
    GroupFiles.write(group(holding).resolve("cgroup.kill"), "1");
    return GroupFiles.within(EMPTY_MILLIS, () -> isEmpty(holding));
  }

  @Override
  public void removeEmpty(Holding holding) {
    GroupFiles.remove(group(holding));
  }

  @Override
  public void removeEmpty(String desktop) {
    GroupFiles.remove(parent.resolve(desktop));
  }

  private boolean isEmpty(Holding holding) {
    try {
      return activity(holding) == Activity.GONE;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path group(Holding holding) {
    return GroupFiles.of(parent, holding);
  }
}
