package io.labvm.node.copy;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.node.CopyBack;
import io.labvm.contract.operation.FromVersion;
import io.labvm.layers.durable.Durable;
import io.labvm.layers.durable.FaultPoint;
import io.labvm.layers.mount.CopyProgress;
import io.labvm.linux.Dir;
import io.labvm.linux.DirWriter;
import io.labvm.linux.Errno;
import io.labvm.linux.FileType;
import io.labvm.linux.LinuxException;
import io.labvm.linux.Stat;
import io.labvm.linux.Xattr;
import io.labvm.node.failure.NodeFailure;
import io.labvm.node.left.LeftEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts one path of a version, or of what was left behind, into a desktop's tree: copied under a
 * name of its own beside its place, then renamed, so that it is there whole or not at all.
 */
final class PutBack {
  private static final Logger log = LoggerFactory.getLogger(PutBack.class);
  private static final int MOST_NAMES = 99;
  private static final int LONGEST_NAME = 255;

  private final WantedPath path;
  private final DesktopId desktop;
  private final FromVersion from;
  private final String operation;
  private final PutNotes notes;
  private final byte[] staging;
  private final CopyProgress progress;
  private boolean replacing;

  /**
   * @param request whose operation names what is not finished
   * @param notes what was about to be put before, by operation
   */
  PutBack(WantedPath path, CopyBack request, PutNotes notes, CopyProgress progress) {
    this(path, request.desktop(), request.from(), request.operation().value(), notes, progress);
  }

  private PutBack(
      WantedPath path,
      DesktopId desktop,
      FromVersion from,
      String operation,
      PutNotes notes,
      CopyProgress progress) {
    this.path = path;
    this.desktop = desktop;
    this.from = from;
    this.operation = operation;
    this.notes = notes;
    this.staging = bytes(".labvm-back-" + operation);
    this.progress = progress;
  }

  /** What was put where. */
  record Put(String path, long files, long bytes) {}

  /** Copies; the folders above that are gone are made again as the version has them. */
  Put put(Dir view, Dir merged) throws IOException {
    return descend(view, merged, 0);
  }

  /**
   * Ends a replacement whose operation ended in its middle, when what was there was removed or half
   * removed: the copy, which is complete, gets its name, or one beside what is there now. Nothing
   * where the copy is gone.
   */
  static void finish(PutNotes.Replacement broken, PutNotes notes, Dir merged) throws IOException {
    WantedPath path = WantedPath.of(broken.from().path());
    new PutBack(
            path, broken.desktop(), broken.from(), broken.operation(), notes, CopyProgress.none())
        .finish(merged, 0);
    notes.replaced(broken.operation());
  }

  private void finish(Dir directory, int depth) throws IOException {
    if (depth == path.folders().size()) {
      publishWhatIsLeft(directory);
      return;
    }
    try (Dir next = directory.openDirectory(path.folders().get(depth))) {
      finish(next, depth + 1);
    } catch (LinuxException e) {
      if (!isNone(e)) {
        throw e;
      }
    }
  }

  private void publishWhatIsLeft(Dir target) throws IOException {
    try {
      new DirWriter(target).rename(staging, path.name(), DirWriter.Taken.REFUSE);
    } catch (LinuxException e) {
      if (e.is(Errno.EXDEV)) { // a version was made and mounted meanwhile
        log.warn("A copy of {} stays under the name .labvm-back-{}", path, operation);
      } else if (e.is(Errno.EEXIST)) {
        log.info("The copy of {} is {}", path, path.beside(beside(target)));
      } else if (!e.is(Errno.ENOENT)) {
        throw e;
      }
    }
  }

  private Put descend(Dir view, Dir merged, int depth) throws IOException {
    if (depth == path.folders().size()) {
      return copy(view, merged);
    }
    byte[] name = path.folders().get(depth);
    try (Dir source = folder(view, name);
        Dir target = enterOrMake(merged, name, source)) {
      return descend(source, target, depth + 1);
    }
  }

  private Dir folder(Dir view, byte[] name) throws IOException {
    try {
      return view.openDirectory(name);
    } catch (LinuxException e) {
      if (isNone(e)) {
        throw absent();
      }
      throw e;
    }
  }

  private NodeFailure absent() {
    String source = from.left() == null ? "version " + from.version() : "what was left behind";
    return new NodeFailure(FailureCode.WRONG_STATE, "%s has no %s".formatted(source, path));
  }

  private static boolean isNone(LinuxException e) {
    return e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR) || e.is(Errno.ELOOP);
  }

  private Dir enterOrMake(Dir parent, byte[] name, Dir like) throws IOException {
    try {
      return parent.openDirectory(name);
    } catch (LinuxException e) {
      if (!e.is(Errno.ENOENT) && isNone(e)) {
        throw noFolder();
      }
      if (!e.is(Errno.ENOENT)) {
        throw e;
      }
    }
    parent.makeDirectory(name, 0700);
    Dir made = parent.openDirectory(name);
    DirWriter.setAttributes(made.fd(), like.fd().stat());
    for (Xattr attribute : LeftEntry.own(like.fd().xattrs())) {
      made.fd().setXattr(attribute);
    }
    return made;
  }

  private NodeFailure noFolder() {
    return new NodeFailure(
        FailureCode.WRONG_STATE,
        "the desktop has something else than a folder where %s would lie".formatted(path));
  }

  private Put copy(Dir view, Dir target) throws IOException {
    Optional<Put> before = putBefore(target);
    if (before.isPresent()) {
      removeRest(target);
      return before.get();
    }
    Optional<Put> resumed = resume(target);
    if (resumed.isPresent()) {
      return resumed.get();
    }
    long size;
    try {
      requireWhole(view.stat(path.name()));
      size = TreeCopy.size(view, path.name(), 0);
    } catch (LinuxException e) {
      if (e.is(Errno.ENOENT)) {
        throw absent();
      }
      throw e;
    }
    notes.replaced(operation);
    notes.forget(operation); // what it knows is removed, and its inode may become another file's
    Durable.remove(target, staging); // of an attempt that was killed
    TreeCopy copy = new TreeCopy(progress, size);
    try {
      copy.copy(view, path.name(), target, staging);
      Stat made = target.stat(staging);
      notes.write(
          operation, new PutNotes.Note(made.device(), made.inode(), copy.files(), copy.bytes()));
      byte[] name = publish(target);
      return new Put(path.beside(name), copy.files(), copy.bytes());
    } finally {
      removeRest(target);
    }
  }

  /**
   * After an attempt that had begun to remove what was there: its copy may be all there is. It is
   * known by its name alone: overlayfs may number a folder anew.
   */
  private Optional<Put> resume(Dir target) throws IOException {
    Optional<PutNotes.Note> note = notes.find(operation);
    if (note.isEmpty() || !notes.isReplacing(operation) || find(target, staging).isEmpty()) {
      return Optional.empty();
    }
    replacing = true;
    try {
      replace(target);
      return Optional.of(new Put(path.toString(), note.get().files(), note.get().bytes()));
    } finally {
      removeRest(target);
    }
  }

  /** An attempt whose answer was lost. What somebody moved away since is copied again. */
  private Optional<Put> putBefore(Dir target) throws IOException {
    Optional<PutNotes.Note> note = notes.find(operation);
    if (note.isEmpty()) {
      return Optional.empty();
    }
    boolean replaced = from.mode() == FromVersion.Mode.REPLACE;
    int most = replaced ? 1 : MOST_NAMES;
    for (int i = 1; i <= most; i++) {
      byte[] name = replaced ? path.name() : besideName(i);
      if (isAt(target, name, note.get())) {
        return Optional.of(new Put(path.beside(name), note.get().files(), note.get().bytes()));
      }
    }
    return Optional.empty();
  }

  private static boolean isAt(Dir target, byte[] name, PutNotes.Note note) throws IOException {
    return find(target, name).filter(note::isOf).isPresent();
  }

  private static Optional<Stat> find(Dir target, byte[] name) throws IOException {
    try {
      return Optional.of(target.stat(name));
    } catch (LinuxException e) {
      if (isNone(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Of a folder an upper has only what was changed, which must not replace all of it. */
  private void requireWhole(Stat stat) {
    if (from.left() == null) {
      return;
    }
    if (LeftEntry.isDeletion(stat)) {
      throw absent();
    }
    if (stat.type() == FileType.DIRECTORY && from.mode() == FromVersion.Mode.REPLACE) {
      throw new NodeFailure(
          FailureCode.WRONG_STATE,
          "only what was changed of folder %s was left behind; it can be put beside"
              .formatted(path));
    }
  }

  /**
   * What cannot be removed of the old does not undo what was put, nor hide why nothing was. A copy
   * in whose favour something was removed stays.
   */
  private void removeRest(Dir target) {
    if (replacing) {
      return;
    }
    try {
      Durable.remove(target, staging);
    } catch (IOException e) {
      log.warn("What was put aside for {} stays: {}", path, e.getMessage());
    }
  }

  private byte[] publish(Dir target) throws IOException {
    if (from.mode() == FromVersion.Mode.REPLACE) {
      replace(target);
      return path.name();
    }
    return beside(target);
  }

  /** What was there has the staging name then, and is removed under it. */
  private void replace(Dir target) throws IOException {
    DirWriter writer = new DirWriter(target);
    try {
      writer.rename(staging, path.name(), DirWriter.Taken.EXCHANGE);
      notes.replaced(operation);
      replacing = false;
      return;
    } catch (LinuxException e) {
      if (!e.is(Errno.ENOENT) && !e.is(Errno.EXDEV)) {
        throw e;
      }
      if (e.is(Errno.EXDEV)) { // overlayfs moves no folder that lies in a layer
        var _ = target.stat(staging); // nothing is removed for a copy that is gone
        notes.replacing(new PutNotes.Replacement(operation, desktop, from));
        replacing = true;
        Durable.remove(target, path.name());
        FaultPoint.reach("copy-back.remove.after");
      }
    }
    writer.rename(staging, path.name(), DirWriter.Taken.REFUSE);
    notes.replaced(operation);
    replacing = false;
  }

  private byte[] beside(Dir target) throws IOException {
    DirWriter writer = new DirWriter(target);
    for (int i = 1; i <= MOST_NAMES; i++) {
      byte[] name = besideName(i);
      try {
        writer.rename(staging, name, DirWriter.Taken.REFUSE);
        return name;
      } catch (LinuxException e) {
        if (!e.is(Errno.EEXIST)) {
          throw e;
        }
      }
    }
    throw new NodeFailure(
        FailureCode.WRONG_STATE, "%d copies of %s lie there already".formatted(MOST_NAMES, path));
  }

  private byte[] besideName(int number) {
    String source = from.left() == null ? ".v" + from.version() : ".left";
    byte[] suffix = bytes(source + (number == 1 ? "" : "-" + number));
    byte[] name = path.name();
    int kept = Math.min(name.length, LONGEST_NAME - suffix.length);
    byte[] beside = java.util.Arrays.copyOf(name, kept + suffix.length);
    System.arraycopy(suffix, 0, beside, kept, suffix.length);
    return beside;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
