package io.labvm.node.root;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.node.PrepareRoot;
import io.labvm.contract.node.PreparedRoot;
import io.labvm.contract.node.RootState;
import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.durable.Durable;
import io.labvm.layers.mount.MountSpec;
import io.labvm.layers.mount.OverlayMounts;
import io.labvm.layers.mount.StubLayer;
import io.labvm.layers.mount.StubPoint;
import io.labvm.layers.store.DesktopKey;
import io.labvm.layers.sync.SyncedUpper;
import io.labvm.node.failure.NodeFailure;
import io.labvm.node.process.Commands;
import io.labvm.node.rundir.DesktopDirectories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The roots of desktops, {@code <state>/desktops/<desktop>/{owner.json, upper, work, merged}}.
 *
 * <p>An upper is the only copy of a member's latest files: it is deleted only by {@link #release}
 * with {@code discard}, and one that is not known is moved aside, see {@link LeftBehind}. The
 * caller keeps calls for one desktop from overlapping, and ends the container before.
 */
public final class DesktopRoots {
  /** What the runtime mounts onto; without them each start would leave them in the upper. */
  private static final List<StubPoint> STUBS =
      List.of(
          directory("/dev"),
          directory("/proc"),
          directory("/run"),
          directory("/sys"),
          directory("/tmp"),
          file("/etc/hostname"),
          file("/etc/hosts"),
          file("/etc/resolv.conf"));

  /** A container that starts sees all mounts of the machine until it has a root of its own. */
  private static final Duration PASSING_VIEW = Duration.ofSeconds(10);

  private static final long LOOK_AGAIN_NANOS = 50_000_000;

  private final Path desktops;
  private final BaseImages bases;
  private final LayerImages layers;
  private final OverlayMounts overlays;
  private final StubLayer stubs;
  private final DiskSpace disk;
  private final Trash trash;
  private final LeftBehind leftBehind;

  /**
   * @param state the node's directory on a disk
   * @param background runs what gives space back
   */
  public DesktopRoots(
      Path state,
      BaseImages bases,
      LayerImages layers,
      OverlayMounts overlays,
      DiskSpace disk,
      Commands commands,
      Executor background) {
    this.desktops = state.resolve("desktops");
    this.bases = bases;
    this.layers = layers;
    this.overlays = overlays;
    this.stubs = new StubLayer(state.resolve("stub"));
    this.disk = disk;
    this.trash = new Trash(state.resolve("trash"), commands, background);
    this.leftBehind = new LeftBehind(desktops, trash);
  }

  /** Where a desktop's root is or would be mounted. */
  public Path merged(DesktopId desktop) {
    return of(desktop).resolve("merged");
  }

  /**
   * Mounts a desktop's root. Repeated with the same epoch: the same answer. Fails with
   * UPPER_MISSING rather than showing a member an empty machine, with STALE_EPOCH, UPPER_IN_USE,
   * NO_SPACE, MOUNT_FAILED.
   */
  public PreparedRoot prepare(PrepareRoot request) {
    return prepare(request, false);
  }

  /**
   * The same.
   *
   * @param runs whether its container runs already, on the root as it is
   */
  public PreparedRoot prepare(PrepareRoot request, boolean runs) {
    return RootFailures.attempt(
        "mounting the root of desktop " + request.desktop(),
        FailureCode.MOUNT_FAILED,
        () -> {
          disk.require(0);
          Path directory = of(request.desktop());
          Durable.directories(directory);
          Owner owner = claim(directory, request, OwnerFile.read(directory));
          boolean created = owner.created() == owner.epoch();
          if (!runs) {
            mount(directory, owner, List.of());
            if (created && request.newIdentity()) {
              Identity.remove(directory.resolve("merged"));
            }
          }
          return new PreparedRoot(owner.upper(), created);
        });
  }

  private Owner claim(Path directory, PrepareRoot request, Optional<Owner> known)
      throws IOException {
    refuseStale(request, known);
    boolean same = known.filter(o -> o.upper().equals(request.upper())).isPresent();
    boolean there = Files.exists(directory.resolve("upper"));
    if (same && there && !known.orElseThrow().freed()) {
      return renew(directory, request, known.orElseThrow());
    }
    boolean empty = known.filter(o -> same && o.created() == request.epoch()).isPresent();
    if (!request.create() || (same && !empty)) {
      throw new NodeFailure(
          FailureCode.UPPER_MISSING,
          "upper %s of desktop %s is not on this node"
              .formatted(request.upper(), request.desktop()));
    }
    if (there && known.filter(Owner::freed).isPresent()) {
      trash.take(directory.resolve("upper"), request.desktop().value());
    } else if (there) {
      setAside(directory, known);
    }
    Owner made = new Owner(request.upper(), request.epoch(), request.base(), request.layers());
    OwnerFile.write(directory, made);
    return made;
  }

  private static void refuseStale(PrepareRoot request, Optional<Owner> known) {
    if (known.isPresent() && known.get().epoch() > request.epoch()) {
      throw new NodeFailure(
          FailureCode.STALE_EPOCH,
          "desktop %s was prepared here at epoch %d, asked for %d"
              .formatted(request.desktop(), known.get().epoch(), request.epoch()));
    }
  }

  private static Owner renew(Path directory, PrepareRoot request, Owner owner) throws IOException {
    if (!owner.base().equals(request.base())) {
      throw new NodeFailure(
          FailureCode.MOUNT_FAILED,
          "the upper of desktop %s stands on base %s, not on %s"
              .formatted(request.desktop(), owner.base(), request.base()));
    }
    Owner renewed = owner.preparedAt(request.epoch(), request.layers());
    if (renewed.equals(owner)) {
      return owner;
    }
    OwnerFile.write(directory, renewed);
    return renewed;
  }

  /** An upper of another life of the desktop, or of nobody: kept where a person finds it. */
  private void setAside(Path directory, Optional<Owner> known) throws IOException {
    unmount(directory);
    leftBehind.take(directory, known.map(o -> o.upper().value()).orElse("unknown"));
    trash.take(directory.resolve("work"), "work");
    trash.empty();
  }

  /** Moves the upper of a desktop aside that cannot go on any more; its owner is remembered. */
  public void setAside(DesktopId desktop) {
    boolean ignored =
        RootFailures.attempt(
            "moving the upper of desktop " + desktop + " aside",
            FailureCode.MOUNT_FAILED,
            () -> {
              setAside(of(desktop), OwnerFile.read(of(desktop)));
              return true;
            });
  }

  /** The uppers that were moved aside. */
  public LeftBehind leftBehind() {
    return leftBehind;
  }

  private void mount(Path directory, Owner owner, List<StubPoint> points) throws IOException {
    List<Path> lowers = new ArrayList<>();
    for (String layer : owner.layers()) {
      lowers.add(layers.mount(layer));
    }
    lowers.add(bases.mount(owner.base()));
    lowers.add(stubs.with(Stream.concat(STUBS.stream(), points.stream()).toList()));
    MountSpec wanted =
        new MountSpec(
            lowers,
            directory.resolve("upper"),
            directory.resolve("work"),
            directory.resolve("merged"));
    try {
      overlays.mount(wanted);
    } catch (LayerException e) {
      if (e.error() != LayerError.BUSY) {
        throw e;
      }
      // mounted with other stubs, of another build or for other devices; nothing runs on it
      unmount(directory);
      overlays.mount(wanted);
    }
  }

  /**
   * Mounts again what is no longer mounted, as after a boot of the machine between two steps, or
   * what a container that is about to start wants otherwise.
   *
   * @param points where something will be mounted besides what every container has
   * @throws NodeFailure MOUNT_FAILED when nothing was prepared at this epoch, STALE_EPOCH when at a
   *     newer one
   */
  public void remount(DesktopId desktop, long epoch, List<StubPoint> points) {
    var ignored =
        RootFailures.attempt(
            "mounting the root of desktop " + desktop,
            FailureCode.MOUNT_FAILED,
            () -> {
              Owner owner =
                  OwnerFile.read(of(desktop))
                      .filter(o -> Files.exists(of(desktop).resolve("upper")))
                      .orElseThrow(() -> unprepared(desktop, epoch));
              if (owner.epoch() < epoch) {
                throw unprepared(desktop, epoch);
              }
              if (owner.epoch() > epoch) {
                throw new NodeFailure(
                    FailureCode.STALE_EPOCH,
                    "desktop %s was prepared here at epoch %d, asked for %d"
                        .formatted(desktop, owner.epoch(), epoch));
              }
              mount(of(desktop), owner, points);
              return true;
            });
  }

  private static NodeFailure unprepared(DesktopId desktop, long epoch) {
    return new NodeFailure(
        FailureCode.MOUNT_FAILED,
        "the root of desktop %s was not prepared here at epoch %d".formatted(desktop, epoch));
  }

  /**
   * Unmounts; nothing when nothing is mounted. Fails with UPPER_IN_USE while any process of the
   * machine still sees it.
   *
   * @param discard whether the upper is deleted as well, if it is known, and what remains here of a
   *     desktop without one
   */
  public void release(DesktopId desktop, boolean discard) {
    var ignored =
        RootFailures.attempt(
            "unmounting the root of desktop " + desktop,
            FailureCode.MOUNT_FAILED,
            () -> {
              Path directory = of(desktop);
              if (Files.isDirectory(directory)) {
                unmount(directory);
                Optional<Owner> owner = OwnerFile.read(directory);
                if (discard && (owner.isPresent() || remains(directory))) {
                  discard(directory, desktop, owner);
                } else if (owner.filter(o -> o.restsSince() == 0).isPresent()) {
                  rests(directory, owner.get());
                }
              }
              return true;
            });
  }

  private static void rests(Path directory, Owner owner) throws IOException {
    OwnerFile.write(directory, owner.restingSince(System.currentTimeMillis()));
  }

  /** What is here of a desktop; an upper at rest counts as just put to rest. */
  public RootState inspect(DesktopId desktop) {
    return RootFailures.attempt(
        "looking for the root of desktop " + desktop,
        FailureCode.MOUNT_FAILED,
        () -> {
          Path directory = of(desktop);
          Optional<Owner> owner = OwnerFile.read(directory);
          if (owner.filter(o -> o.restsSince() > 0 && !o.freed()).isPresent()) {
            rests(directory, owner.get());
          }
          return new RootState(
              owner.map(Owner::upper).orElse(null), owner.filter(Owner::freed).isPresent());
        });
  }

  /**
   * Gives the space of an upper at rest back. The caller has made sure that a version holds all of
   * it.
   */
  public void free(DesktopId desktop) {
    boolean ignored =
        RootFailures.attempt(
            "freeing the upper of desktop " + desktop,
            FailureCode.MOUNT_FAILED,
            () -> {
              Path directory = of(desktop);
              Owner owner = OwnerFile.read(directory).orElseThrow();
              unmount(directory);
              OwnerFile.write(directory, owner.given());
              trash.take(directory.resolve("upper"), desktop.value());
              trash.take(directory.resolve("work"), desktop.value());
              trash.take(directory.resolve("sync").resolve(owner.upper().value()), desktop.value());
              trash.empty();
              return true;
            });
  }

  private void unmount(Path directory) throws IOException {
    boolean ignored = overlays.unmount(directory.resolve("merged"));
    Path upper = directory.resolve("upper");
    long end = System.nanoTime() + PASSING_VIEW.toNanos();
    while (overlays.isInUse(upper)) {
      if (System.nanoTime() > end) {
        throw new NodeFailure(FailureCode.UPPER_IN_USE, "a process still uses " + upper);
      }
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
  }

  /**
   * Whether what lies here of a desktop may go once it is deleted: all but an upper that is not
   * known.
   */
  public boolean isDiscardable(DesktopId desktop) {
    return owner(desktop).isPresent() || Files.notExists(of(desktop).resolve("upper"));
  }

  /** What a kill while an upper was deleted, or a late capture, leaves. */
  private static boolean remains(Path directory) {
    return Files.notExists(directory.resolve("upper")) && Files.notExists(LeftBehind.in(directory));
  }

  /** The upper goes first and its owner later: killed anywhere, a repetition ends it. */
  private void discard(Path directory, DesktopId desktop, Optional<Owner> owner)
      throws IOException {
    boolean last = !Files.exists(LeftBehind.in(directory));
    trash.take(directory.resolve("upper"), desktop.value());
    trash.take(directory.resolve("work"), desktop.value());
    Path sync = directory.resolve("sync");
    if (last) {
      trash.take(sync, desktop.value());
    } else if (owner.isPresent() && !leftBehind.isOf(desktop, owner.get().upper())) {
      // the indexes of what was left behind say whether a version holds it
      trash.take(sync.resolve(owner.get().upper().value()), desktop.value());
    }
    Files.deleteIfExists(directory.resolve("merged"));
    OwnerFile.delete(directory);
    if (last) {
      Durable.remove(directory);
      Durable.sync(desktops);
    }
    trash.empty();
  }

  /** What the node remembers of a desktop's upper. */
  public Optional<Owner> owner(DesktopId desktop) {
    return RootFailures.attempt(
        "reading what is known of desktop " + desktop,
        FailureCode.MOUNT_FAILED,
        () -> OwnerFile.read(of(desktop)));
  }

  /**
   * A desktop's upper as the store's engine needs it; index and spool lie beside it, in a directory
   * of this upper alone. Empty when there is none.
   */
  public Optional<SyncedUpper> synced(DesktopId desktop) {
    Path directory = of(desktop);
    return owner(desktop)
        .filter(_ -> Files.isDirectory(directory.resolve("upper")))
        .map(
            owner -> {
              Path own = directory.resolve("sync").resolve(owner.upper().value());
              return new SyncedUpper(
                  new DesktopKey(desktop.value()),
                  owner.upper().value(),
                  owner.epoch(),
                  directory.resolve("upper"),
                  own.resolve("index"),
                  own.resolve("spool"));
            });
  }

  /** Whether any process of the machine sees a desktop's root, so that it may be written to. */
  public boolean isInUse(DesktopId desktop) {
    return RootFailures.attempt(
        "looking whether the root of desktop " + desktop + " is in use",
        FailureCode.MOUNT_FAILED,
        () -> overlays.isInUse(of(desktop).resolve("upper")));
  }

  /** Desktops of which anything lies here. */
  public List<DesktopId> list() {
    return RootFailures.attempt(
        "listing roots", FailureCode.MOUNT_FAILED, () -> DesktopDirectories.in(desktops));
  }

  /** Gives the space of what was discarded before a kill back. */
  public void emptyTrash() {
    trash.empty();
  }

  private Path of(DesktopId desktop) {
    return desktops.resolve(desktop.value());
  }

  private static StubPoint directory(String path) {
    return new StubPoint(path, StubPoint.Kind.DIRECTORY);
  }

  private static StubPoint file(String path) {
    return new StubPoint(path, StubPoint.Kind.FILE);
  }
}
