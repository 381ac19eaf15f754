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
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Puts files and folders of versions, or left behind, into running desktops, through the root that
 * is mounted.
 */
public final class CopiesBack {
  private final Containers containers;
  private final DesktopRoots roots;
  private final Path state;
  private final Path store;
  private final MountFeatures features;
  private final PutNotes notes;

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
          PutBack work =
              new PutBack(path, request.from(), request.operation().value(), notes, progress);
          PutBack.Put put =
              request.from().left() == null
                  ? withView(request, requireNonNull(request.stack()), work)
                  : ofLeft(request, work);
          return new CopiedBack(put.path(), put.files(), put.bytes());
        });
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
