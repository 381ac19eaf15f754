package io.labvm.node.root;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.UpperId;
import io.labvm.contract.failure.FailureCode;
import io.labvm.layers.durable.Durable;
import io.labvm.layers.store.DesktopKey;
import io.labvm.layers.sync.SyncedUpper;
import io.labvm.linux.Dir;
import io.labvm.node.rundir.DesktopDirectories;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Uppers that are no part of their desktop's line any more, {@code
 * <state>/desktops/<desktop>/left-behind/<upper>.<milliseconds since 1970>}. Nothing is mounted on
 * them, and nobody writes to them.
 */
public final class LeftBehind {
  private static final String NAME = "left-behind";

  /** Older ones end in a random id instead of a time. */
  private static final Pattern ID =
      Pattern.compile("([A-Za-z0-9][A-Za-z0-9_-]{0,62})\\.(?:([0-9]{1,15})|[0-9a-f-]{36})");

  private final Path desktops;
  private final Trash trash;

  LeftBehind(Path desktops, Trash trash) {
    this.desktops = desktops;
    this.trash = trash;
  }

  static Path in(Path desktop) {
    return desktop.resolve(NAME);
  }

  /** Moves a desktop's upper here; the caller has unmounted it. */
  void take(Path directory, String upper) throws IOException {
    Path aside = in(directory);
    Durable.directories(aside);
    Durable.publish(
        directory.resolve("upper"), aside.resolve(upper + "." + System.currentTimeMillis()));
    Durable.sync(directory);
  }

  /** All on this node. */
  public List<LeftUpper> list() {
    return RootFailures.attempt(
        "listing what was left behind",
        FailureCode.MOUNT_FAILED,
        () -> {
          List<LeftUpper> found = new ArrayList<>();
          for (DesktopId desktop : DesktopDirectories.in(desktops)) {
            found.addAll(of(desktop));
          }
          return found;
        });
  }

  /** Whether an upper of a desktop lies here. */
  boolean isOf(DesktopId desktop, UpperId upper) throws IOException {
    return of(desktop).stream().anyMatch(left -> left.upper().equals(upper.value()));
  }

  private List<LeftUpper> of(DesktopId desktop) throws IOException {
    List<LeftUpper> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(in(directory(desktop)))) {
      for (Path entry : entries) {
        find(desktop, entry.getFileName().toString()).ifPresent(found::add);
      }
    } catch (NoSuchFileException e) {
      return List.of();
    }
    return found;
  }

  /** One; empty when it is not here. */
  public Optional<LeftUpper> find(DesktopId desktop, String id) throws IOException {
    Matcher form = ID.matcher(id);
    Path path = in(directory(desktop)).resolve(id);
    if (!form.matches() || !Files.isDirectory(path)) {
      return Optional.empty();
    }
    String time = form.group(2);
    Instant since = time == null ? changed(path) : Instant.ofEpochMilli(Long.parseLong(time));
    return Optional.of(new LeftUpper(desktop, id, form.group(1), since, path));
  }

  /** The inode was changed last by the rename that brought it here. */
  private static Instant changed(Path path) throws IOException {
    try (Dir directory = Dir.open(path)) {
      return Instant.ofEpochSecond(directory.fd().stat().ctimeSeconds());
    }
  }

  /** As the store's engine knows it, with the index that still lies where it was. */
  public SyncedUpper synced(LeftUpper left) {
    Path own = directory(left.desktop()).resolve("sync").resolve(left.upper());
    return new SyncedUpper(
        new DesktopKey(left.desktop().value()),
        left.upper(),
        0,
        left.path(),
        own.resolve("index"),
        own.resolve("spool"));
  }

  /** Throws one away for good; false when it is not here. */
  public boolean discard(DesktopId desktop, String id) {
    return RootFailures.attempt(
        "discarding what was left behind of desktop " + desktop,
        FailureCode.MOUNT_FAILED,
        () -> {
          Optional<LeftUpper> left = find(desktop, id);
          if (left.isPresent()) {
            trash.take(left.get().path(), desktop.value());
            removeEmpty(desktop);
            trash.empty();
          }
          return left.isPresent();
        });
  }

  /** Throws all of a desktop's away for good. */
  public void discard(DesktopId desktop) {
    boolean ignored =
        RootFailures.attempt(
            "discarding what was left behind of desktop " + desktop,
            FailureCode.MOUNT_FAILED,
            () -> {
              for (LeftUpper left : of(desktop)) {
                trash.take(left.path(), desktop.value());
              }
              removeEmpty(desktop);
              trash.empty();
              return true;
            });
  }

  /** Of a desktop that is gone from this node, what was left behind was the last. */
  private void removeEmpty(DesktopId desktop) throws IOException {
    try {
      Files.deleteIfExists(in(directory(desktop)));
      Files.deleteIfExists(directory(desktop));
    } catch (DirectoryNotEmptyException e) {
      // there is more
    }
  }

  private Path directory(DesktopId desktop) {
    return desktops.resolve(desktop.value());
  }
}
