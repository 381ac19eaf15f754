package io.labvm.layers.delta;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A delta as a tree of maps, and overlayfs' lookup in a stack of them, straight from the rules. */
public final class DeltaTree {
  private final MemoryDelta.Item item;
  private final MemoryDelta delta;
  private final TreeMap<String, DeltaTree> children = new TreeMap<>();

  private DeltaTree(MemoryDelta.Item item, MemoryDelta delta) {
    this.item = item;
    this.delta = delta;
  }

  public static DeltaTree of(MemoryDelta delta) {
    DeltaTree root = new DeltaTree(delta.items().getFirst(), delta);
    for (MemoryDelta.Item item : delta.items()) {
      if (!item.entry().path().isRoot()) {
        root.parentOf(item.entry().path())
            .children
            .put(key(item.entry().path().name()), new DeltaTree(item, delta));
      }
    }
    return root;
  }

  private DeltaTree parentOf(TreePath path) {
    DeltaTree at = this;
    String[] names = new String(path.bytes(), StandardCharsets.ISO_8859_1).split("/", -1);
    for (int i = 0; i < names.length - 1; i++) {
      at = java.util.Objects.requireNonNull(at.children.get(names[i]), path.toString());
    }
    return at;
  }

  private static String key(byte[] name) {
    return new String(name, StandardCharsets.ISO_8859_1);
  }

  public MemoryDelta.Item item() {
    return item;
  }

  public MemoryDelta delta() {
    return delta;
  }

  public NameState state() {
    return item.entry().state();
  }

  public Map<String, DeltaTree> children() {
    return children;
  }

  /** What a stack shows under a name; {@code kind} is null for nothing. */
  public record Found(@Nullable NameState kind, List<DeltaTree> found, boolean closed) {}

  /** Overlay's own lookup of one name in the directories that merge at one path (top first). */
  public static Found lookup(List<DeltaTree> directories, String name) {
    List<DeltaTree> found = new ArrayList<>();
    for (DeltaTree directory : directories) {
      DeltaTree child = directory.children.get(name);
      if (child == null) {
        continue;
      }
      if (!child.state().isDirectory()) {
        return found.isEmpty()
            ? new Found(child.state(), List.of(child), true)
            : new Found(NameState.DIRECTORY, found, true);
      }
      found.add(child);
      if (child.state() == NameState.OPAQUE_DIRECTORY) {
        return new Found(NameState.DIRECTORY, found, true);
      }
    }
    return new Found(found.isEmpty() ? null : NameState.DIRECTORY, found, false);
  }

  /** The merged view of a stack, top first. */
  public static Below view(List<DeltaTree> stack) {
    return stack.isEmpty() ? Below.NOTHING : new View(stack);
  }

  private record View(List<DeltaTree> directories) implements Below {
    @Override
    public Kind kind(byte[] name) {
      NameState kind = lookup(directories, key(name)).kind;
      if (kind == null || kind == NameState.WHITEOUT) {
        return Kind.ABSENT;
      }
      return kind.isDirectory() ? Kind.DIRECTORY : Kind.NODE;
    }

    @Override
    public Below directory(byte[] name) {
      Found found = lookup(directories, key(name));
      return found.kind == NameState.DIRECTORY ? new View(found.found) : NOTHING;
    }
  }
}
