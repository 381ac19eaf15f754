package io.labvm.layers.erofs;

import io.labvm.linux.FileType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Copies an image so that all content lies in it, for kernels that know no device tables. */
public final class FlatImage {
  private final ErofsImage from;
  private final ErofsWriter to;
  private final Deque<Open> open = new ArrayDeque<>();
  private final Map<Long, ErofsWriter.Inode> linked = new HashMap<>();
  private long budget;

  private record Open(long nid, ErofsWriter.Directory directory) {}

  private FlatImage(ErofsImage from, ErofsWriter to) {
    this.from = from;
    this.to = to;
    budget = from.size() / ImageWalk.SMALLEST_ENTRY;
  }

  /** Writes the copy to a new file and makes its content durable; a failure leaves no file. */
  public static ImageSummary write(ErofsImage from, Path image) throws IOException {
    boolean whole = false;
    try (ErofsWriter to = new ErofsWriter(image, from.attributes(from.root()))) {
      new FlatImage(from, to).copy();
      ImageSummary summary = to.finish();
      to.sync();
      whole = true;
      return summary;
    } finally {
      if (!whole) {
        Files.deleteIfExists(image);
      }
    }
  }

  private void copy() throws IOException {
    open.add(new Open(from.root().nid(), to.root()));
    for (Open here; (here = open.pollLast()) != null; ) {
      ErofsWriter.Directory directory = here.directory;
      from.list(from.inode(here.nid), (name, type, nid) -> copy(directory, name, from.inode(nid)));
    }
  }

  private void copy(ErofsWriter.Directory parent, byte[] name, ImageInode inode)
      throws IOException {
    if (budget-- == 0) {
      throw ImageWalk.loop();
    }
    if (inode.type() == FileType.DIRECTORY) {
      open.addLast(new Open(inode.nid(), to.directory(parent, name, from.attributes(inode))));
      return;
    }
    ErofsWriter.Inode copy = linked.get(inode.nid());
    if (copy == null) {
      copy = copy(inode, from.attributes(inode));
      if (inode.links() > 1) {
        linked.put(inode.nid(), copy);
      }
    }
    to.name(parent, name, copy);
  }

  private ErofsWriter.Inode copy(ImageInode inode, Attributes attributes) throws IOException {
    return switch (inode.type()) {
      case REGULAR -> to.file(attributes, inode.size(), stored(inode), content(inode));
      case SYMBOLIC_LINK -> to.symlink(attributes, from.readLink(inode));
      case DIRECTORY, CHARACTER_DEVICE, BLOCK_DEVICE, FIFO, SOCKET, UNKNOWN ->
          to.special(attributes);
    };
  }

  private List<Piece> stored(ImageInode inode) throws IOException {
    return from.pieces(inode).stream()
        .map(piece -> Piece.inline(piece.offset(), piece.length()))
        .toList();
  }

  private Content content(ImageInode inode) {
    return (offset, into) -> from.read(inode, offset, into);
  }
}
