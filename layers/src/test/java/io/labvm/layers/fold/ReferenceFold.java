package io.labvm.layers.fold;

import io.labvm.layers.delta.DeltaEntry;
import io.labvm.layers.delta.DeltaTree;
import io.labvm.layers.delta.MemoryDelta;
import io.labvm.layers.delta.NameState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The rules of a fold over trees in memory, line by line as they are written down. */
final class ReferenceFold {
  private record Key(MemoryDelta delta, long group) {}

  private final List<MemoryDelta.Item> plan = new ArrayList<>();
  private final Map<Key, Long> groups = new HashMap<>();

  static MemoryDelta fold(List<MemoryDelta> topFirst, List<MemoryDelta> below) {
    ReferenceFold fold = new ReferenceFold();
    List<DeltaTree> layers = topFirst.stream().map(DeltaTree::of).toList();
    fold.emit(layers.getFirst(), NameState.DIRECTORY);
    fold.visit(layers, below.stream().map(DeltaTree::of).toList());
    return MemoryDelta.of(fold.plan);
  }

  private void visit(List<DeltaTree> directories, List<DeltaTree> below) {
    TreeSet<String> names = new TreeSet<>();
    directories.forEach(directory -> names.addAll(directory.children().keySet()));
    for (String name : names) {
      DeltaTree.Found here = DeltaTree.lookup(directories, name);
      DeltaTree.Found there = DeltaTree.lookup(below, name);
      DeltaTree top = here.found().getFirst();
      if (here.kind() == NameState.WHITEOUT) {
        if (there.kind() != null && there.kind() != NameState.WHITEOUT) {
          emit(top, NameState.WHITEOUT);
        }
      } else if (here.kind() == NameState.NODE) {
        emit(top, NameState.NODE);
      } else {
        boolean directory = there.kind() == NameState.DIRECTORY;
        emit(top, here.closed() && directory ? NameState.OPAQUE_DIRECTORY : NameState.DIRECTORY);
        visit(here.found(), directory && !here.closed() ? there.found() : List.of());
      }
    }
  }

  private void emit(DeltaTree tree, NameState state) {
    DeltaEntry e = tree.item().entry();
    long group =
        e.group() == 0
            ? 0
            : groups.computeIfAbsent(
                new Key(tree.delta(), e.group()), ignored -> groups.size() + 1L);
    DeltaEntry out = new DeltaEntry(e.path(), state, e.attributes(), group, e.body());
    plan.add(new MemoryDelta.Item(out, tree.item().content()));
  }
}
