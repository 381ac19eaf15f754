package io.labvm.node.left;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.linux.Dir;
import io.labvm.linux.FileType;
import io.labvm.linux.LinuxException;
import io.labvm.linux.RegularFile;
import io.labvm.node.failure.NodeFailure;
import io.labvm.node.root.LeftBehind;
import io.labvm.node.root.LeftUpper;
import io.labvm.nodechannel.reading.Answer;
import io.labvm.nodechannel.reading.Range;
import io.labvm.nodechannel.reading.Reading;
import io.labvm.nodechannel.reading.Refusal;
import io.labvm.nodechannel.reading.Request;
import io.labvm.nodechannel.reading.Slots;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers from the uppers that were left behind, and throws them away when the portal says so. */
public final class LeftReading implements Reading {
  private static final int STEP = 1 << 16;
  private static final Pattern FORM =
      Pattern.compile(
          "/reading/v1/desktops/([A-Za-z0-9][A-Za-z0-9_-]{0,62})/left/([A-Za-z0-9._-]{1,110})"
              + "(?:/(tree|file|archive))?");

  private final LeftBehind uppers;
  private final Discard discard;
  private final Slots slots = new Slots();

  /** Throws one away. */
  @FunctionalInterface
  public interface Discard {
    /** False when it is not there. */
    boolean discard(DesktopId desktop, String left);
  }

  /**
   * @param discard for good, in turn with what else is done to the desktop
   */
  public LeftReading(LeftBehind uppers, Discard discard) {
    this.uppers = uppers;
    this.discard = discard;
  }

  @Override
  public void serve(Request request, Answer answer) throws IOException {
    Matcher form = FORM.matcher(request.resource());
    if (!form.matches()) {
      throw Refusal.notFound();
    }
    DesktopId desktop = new DesktopId(form.group(1));
    try (Slots.Slot _ = slots.take(desktop.value())) {
      serve(request, form.group(3) == null ? "" : form.group(3), desktop, form.group(2), answer);
    } catch (NodeFailure e) {
      throw new IOException(e);
    }
  }

  private void serve(Request request, String verb, DesktopId desktop, String id, Answer answer)
      throws IOException {
    if (!request.method().equals(verb.isEmpty() ? "DELETE" : "GET")) {
      throw Refusal.methodNotAllowed();
    }
    LeftUpper left = uppers.find(desktop, id).orElseThrow(Refusal::notFound);
    LeftTree tree = new LeftTree(left.path());
    switch (verb) {
      case "tree" -> tree(tree, request, answer);
      case "file" -> file(tree, request, answer);
      case "archive" -> archive(tree, request, answer);
      default -> {
        if (!discard.discard(desktop, id)) {
          throw Refusal.notFound();
        }
        answer.done();
      }
    }
  }

  private static void tree(LeftTree tree, Request request, Answer answer) throws IOException {
    List<byte[]> names = request.names();
    if (!names.isEmpty() && tree.stat(names).type() != FileType.DIRECTORY) {
      throw Refusal.notAFolder();
    }
    try (Dir folder = tree.folder(names)) {
      answer.json(LeftTree.list(folder, request.after(), request.limit()));
    }
  }

  private static void file(LeftTree tree, Request request, Answer answer) throws IOException {
    List<byte[]> names = request.names();
    if (names.isEmpty()) {
      throw Refusal.notAFile();
    }
    try (Dir folder = tree.folder(names.subList(0, names.size() - 1));
        RegularFile file = open(folder, tree, names)) {
      Range range = Range.of(answer.range(), file.stat().size());
      answer.bytes(range.header(), range.length(), out -> copy(file, range, out));
    }
  }

  /** Refuses what is something else before it would be opened. */
  private static RegularFile open(Dir folder, LeftTree tree, List<byte[]> names)
      throws IOException {
    if (tree.stat(names).type() != FileType.REGULAR) {
      throw Refusal.notAFile();
    }
    try {
      RegularFile file = folder.openRegular(names.getLast());
      if (file == null) {
        throw Refusal.notAFile();
      }
      return file;
    } catch (LinuxException e) {
      throw LeftTree.isNone(e) ? Refusal.unknownPath() : e;
    }
  }

  private static void copy(RegularFile file, Range range, OutputStream out) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(STEP);
    byte[] bytes = new byte[STEP];
    for (long at = range.from(), end = at + range.length(); at < end; ) {
      at += LeftArchive.copy(file.fd(), at, end - at, buffer, bytes, out);
    }
  }

  private static void archive(LeftTree tree, Request request, Answer answer) throws IOException {
    List<byte[]> names = request.names();
    if (names.isEmpty()) {
      try (Dir folder = tree.folder(names)) {
        answer.bytes(null, -1, out -> LeftArchive.ofFolder(folder, new byte[0], out));
      }
      return;
    }
    if (LeftEntry.isDeletion(tree.stat(names))) {
      throw Refusal.unknownPath();
    }
    try (Dir folder = tree.folder(names.subList(0, names.size() - 1))) {
      answer.bytes(null, -1, out -> LeftArchive.ofEntry(folder, names.getLast(), out));
    }
  }
}
