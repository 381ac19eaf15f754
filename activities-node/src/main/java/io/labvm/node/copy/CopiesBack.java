package io.labvm.node.copy;

import static java.util.Objects.requireNonNull;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.node.CopiedBack;
import io.labvm.contract.node.CopyBack;
import io.labvm.contract.store.StoredStack;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.durable.Durable;
import io.labvm.layers.mount.CopyProgress;
import io.labvm.layers.mount.MountFeatures;
import io.labvm.layers.mount.OwnDirectory;
import io.labvm.layers.mount.Unmount;
import io.labvm.layers.mount.ViewMount;
import io.labvm.layers.store.BaseId;
import io.labvm.layers.store.Stack;
import io.labvm.layers.store.Store;
import io.labvm.linux.Dir;
import io.labvm.node.container.Containers;
import io.labvm.node.container.DesktopContainer;
import io.labvm.node.failure.NodeFailure;
import io.labvm.node.root.DesktopRoots;
import io.labvm.node.root.LeftUpper;
import io.labvm.node.root.RootFailures;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Puts files and folders of versions, or left behind, into running desktops, through the root that
 * is mounted.
 */
public final class CopiesBack {
  /** No attempt of an operation begins so long after its last one was cut off. */
  private static final Duration LAST_ATTEMPT = Duration.ofMinutes(5);

  private final Containers containers;
  private final DesktopRoots roots;
  private final Path state;
  private final Path store;
  private final MountFeatures features;
  private final PutNotes notes;
  private final Instant started = Instant.now();
  private final Set<String> atWork = ConcurrentHashMap.newKeySet();

  /**
   * @param state the node's directory on a disk, where images are cached
   * @param store root of the store
   */
  public CopiesBack(
      Containers containers, DesktopRoots roots, Path state, Path store, MountFeatures features) {
    this.containers = containers;
    this.roots = roots;
    this.state = state;
    this.store = store;
    this.features = features;
    this.notes = new PutNotes(state.resolve("copies-back"));
  }

  /** Takes away what a killed agent left mounted; before the first copy. */
  public void sweep() throws IOException {
    OwnDirectory.sweep();
    Path views = state.resolve("views");
    Durable.directories(views);
    try (DirectoryStream<Path> left = Files.newDirectoryStream(views)) {
      for (Path at : left) {
        var _ = Unmount.at(at);
        Files.deleteIfExists(at);
      }
    }
  }

  /** As the contract's step. */
  public CopiedBack copy(CopyBack request, CopyProgress progress) {
    WantedPath path = WantedPath.of(request.from().path());
    requireRunning(request);
    return RootFailures.attempt(
        "copying " + path + " back",
        FailureCode.MOUNT_FAILED,
        () -> {
          notes.sweep(Instant.now());
          PutBack.Put put = put(request, new PutBack(path, request, notes, progress));
          return new CopiedBack(put.path(), put.files(), put.bytes());
        });
  }

  private PutBack.Put put(CopyBack request, PutBack work) throws IOException {
    String operation = request.operation().value();
    atWork.add(operation);
    try {
      return request.from().left() == null
          ? withView(request, requireNonNull(request.stack()), work)
          : ofLeft(request, work);
    } finally {
      atWork.remove(operation);
    }
  }

  /** Ends replacements that were broken off and that no attempt takes up any more. */
  public void finish() throws IOException {
    Instant before = Instant.now().minus(LAST_ATTEMPT);
    if (started.isAfter(before)) {
      return;
    }
    for (PutNotes.Replacement broken : notes.replacements(before)) {
      if (!atWork.contains(broken.operation())) {
        finish(broken);
      }
    }
  }

  /** While a desktop does not run its root need not be mounted: then later. */
  private void finish(PutNotes.Replacement broken) throws IOException {
    DesktopId desktop = broken.desktop();
    if (!roots.list().contains(desktop)) {
      notes.replaced(broken.operation());
    } else if (containers.find(desktop).filter(DesktopContainer::running).isPresent()) {
      try (Dir merged = Dir.openConfined(roots.merged(desktop))) {
        PutBack.finish(broken, notes, merged);
      }
    }
  }

  private void requireRunning(CopyBack request) {
    DesktopId desktop = request.desktop();
    Optional<DesktopContainer> running = containers.find(desktop).filter(DesktopContainer::running);
    if (running.isEmpty()) {
      throw new NodeFailure(FailureCode.WRONG_STATE, "desktop " + desktop + " does not run");
    }
    if (running.get().epoch() != request.epoch()) {
      throw new NodeFailure(
          FailureCode.STALE_EPOCH,
          "desktop %s runs at epoch %d, asked for %d"
              .formatted(desktop, running.get().epoch(), request.epoch()));
    }
  }

  /** The view is mounted for this alone; one that a killed attempt left is taken away first. */
  private PutBack.Put withView(CopyBack request, StoredStack stack, PutBack work)
      throws IOException {
    Path at = state.resolve("views").resolve(request.operation().value());
    var _ = Unmount.at(at);
    Durable.directories(at);
    try {
      new ViewMount(Store.open(store), features).mount(stack(stack), at, Optional.of(state));
      try (Dir view = Dir.open(at);
          Dir merged = Dir.openConfined(roots.merged(request.desktop()))) {
        return work.put(view, merged);
      }
    } finally {
      var _ = Unmount.at(at);
      Files.deleteIfExists(at);
    }
  }

  private PutBack.Put ofLeft(CopyBack request, PutBack work) throws IOException {
    LeftUpper left =
        roots
            .leftBehind()
            .find(request.desktop(), requireNonNull(request.from().left()))
            .orElseThrow(
                () ->
                    new NodeFailure(
                        FailureCode.WRONG_STATE, "these left-behind changes are not on this node"));
    try (Dir upper = Dir.openConfined(left.path());
        Dir merged = Dir.openConfined(roots.merged(request.desktop()))) {
      return work.put(upper, merged);
    }
  }

  private static Stack stack(StoredStack stored) {
    List<Digest> bottomFirst = stored.layers().reversed().stream().map(Digest::parse).toList();
    return new Stack(BaseId.parse(stored.base().value()).orElseThrow(), bottomFirst);
  }
}
