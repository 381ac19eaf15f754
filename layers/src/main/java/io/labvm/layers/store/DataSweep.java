package io.labvm.layers.store;

import io.labvm.layers.delta.Digest;
import io.labvm.layers.durable.FaultPoint;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes data files away that nothing refers to, as {@link LayerSweep} does layers. Who ships looks
 * for its data files before it publishes a segment and after; so either it finds them gone, or the
 * listing behind the move finds the segment.
 */
final class DataSweep {
  private static final Pattern TRASH = Pattern.compile("data\\.([0-9a-f]{64})\\.([0-9]{1,18})");

  private final Store store;
  private final UnlistedMark marks;
  private final Duration trash;
  private final DataPool pool;
  private long freed;

  DataSweep(Store store, Prune.Waits waits) {
    this.store = store;
    this.marks = new UnlistedMark(store, waits.unlisted());
    this.trash = waits.trash();
    this.pool = store.dataPool();
  }

  /** The data files moved to the trash. While anything cannot be read, none is. */
  List<Digest> run() throws IOException {
    List<Digest> moved = List.of();
    ReferredData referred = ReferredData.of(store);
    if (referred.unreadable().isEmpty()) {
      moved = moveToTrash(due(referred.ids()));
      emptyTrash();
    }
    return moved;
  }

  private List<Digest> due(Set<Digest> referred) throws IOException {
    Set<Digest> marked = new HashSet<>(pool.marked());
    List<Digest> due = new ArrayList<>();
    for (Digest id : pool.ids()) {
      boolean isMarked = marked.remove(id);
      if (!referred.contains(id)) {
        if (marks.isDue(pool.mark(id))) {
          due.add(id);
        }
      } else if (isMarked) {
        Files.deleteIfExists(pool.mark(id));
      }
    }
    for (Digest gone : marked) {
      Files.deleteIfExists(pool.mark(gone));
    }
    return due;
  }

  private List<Digest> moveToTrash(List<Digest> due) throws IOException {
    List<Digest> moved = new ArrayList<>();
    for (Digest id : due) {
      FaultPoint.reach("prune.data.before");
      if (pool.moveToTrash(id)) {
        moved.add(id);
      }
      FaultPoint.reach("prune.data.after");
    }
    if (!moved.isEmpty()) {
      // Someone who refers to one just now may have looked for it before it moved.
      ReferredData after = ReferredData.of(store);
      for (Digest id : List.copyOf(moved)) {
        if (isNeeded(id, after)) {
          boolean ignored = pool.takeBack(id);
          moved.remove(id);
        }
        Files.deleteIfExists(pool.mark(id));
      }
    }
    return moved;
  }

  private static boolean isNeeded(Digest id, ReferredData referred) {
    return !referred.unreadable().isEmpty() || referred.ids().contains(id);
  }

  /** What nothing refers to after it was taken out is removed; the rest goes back. */
  private void emptyTrash() throws IOException {
    Map<Path, Digest> taken = take();
    if (taken.isEmpty()) {
      return;
    }
    FaultPoint.reach("prune.data-trash.before");
    ReferredData after = ReferredData.of(store);
    for (Map.Entry<Path, Digest> entry : taken.entrySet()) {
      if (isNeeded(entry.getValue(), after) && !pool.exists(entry.getValue())) {
        pool.takeBack(entry.getValue(), entry.getKey());
      } else {
        remove(entry.getKey());
      }
    }
  }

  private void remove(Path taken) throws IOException {
    try {
      long bytes = Files.size(taken);
      Files.delete(taken);
      freed += bytes;
    } catch (NoSuchFileException e) {
      return; // someone took it back
    }
  }

  /** Renamed before the last listing: who refers to it by then takes it back from there. */
  private Map<Path, Digest> take() throws IOException {
    long limit = store.now().minus(trash).getEpochSecond();
    Map<Path, Digest> taken = new HashMap<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(store.trash(), "data.*")) {
      for (Path entry : entries) {
        Matcher m = TRASH.matcher(entry.getFileName().toString());
        if (m.matches() && Long.parseLong(m.group(2)) <= limit) {
          take(entry, Digest.parse(m.group(1)), taken);
        }
      }
    }
    return taken;
  }

  private void take(Path entry, Digest id, Map<Path, Digest> taken) throws IOException {
    Path to = store.temporary(Shelves.takenName(id));
    try {
      Files.setLastModifiedTime(entry, FileTime.from(store.now())); // tmp/ is swept by age
      Files.move(entry, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      return; // someone took it back
    }
    taken.put(to, id);
  }

  /** Bytes of what was removed for good. */
  long freed() {
    return freed;
  }
}
