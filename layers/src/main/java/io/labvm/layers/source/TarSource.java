package io.labvm.layers.source;

import io.labvm.layers.erofs.Attributes;
import io.labvm.layers.erofs.ErofsWriter;
import io.labvm.layers.erofs.Omission;
import io.labvm.linux.FileType;
import io.labvm.linux.Names;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A tar archive (ustar, pax, GNU), plain, by gzip or zstd, streamed once in its own order. A name
 * given twice stands for its last entry; a directory given twice keeps what is in it. Refused, with
 * the offset: paths that lead out of the tree, links to what is not there, broken or missing ends.
 */
public final class TarSource implements TreeSource {
  private final Path file;

  public TarSource(Path file) {
    this.file = file;
  }

  @Override
  public void writeTo(ErofsWriter image, ImportProgress progress) throws IOException {
    try (TarInput in = new TarInput(new ReadAhead(Unpacking.open(file)), file.toString())) {
      new Import(image, in).run(progress);
    }
  }

  private static final class Import {
    private final ErofsWriter image;
    private final TarInput in;
    private final TarReader reader;

    // Most entries lie in the directory of the one before.
    private byte[][] lastParent = {};
    private ErofsWriter.Directory lastDirectory;

    private Import(ErofsWriter image, TarInput in) {
      this.image = image;
      this.in = in;
      this.reader = new TarReader(in);
      this.lastDirectory = image.root();
    }

    private void run(ImportProgress progress) throws IOException {
      long entries = 0;
      for (TarEntry entry; (entry = reader.next()) != null; ) {
        add(entry);
        in.align();
        if (++entries % 256 == 0) {
          progress.reached(entries, in.offset());
        }
      }
      progress.reached(entries, in.offset());
      if (entries == 0) {
        throw in.refused("an archive without entries");
      }
    }

    private void add(TarEntry entry) throws IOException {
      byte[][] names = entry.names(entry.path);
      if (names.length == 0) {
        addRoot(entry);
        return;
      }
      byte[] name = names[names.length - 1];
      ErofsWriter.Directory parent = directory(Arrays.copyOf(names, names.length - 1), entry);
      if (entry.type == '5') {
        ErofsWriter.Directory ignored = image.directory(parent, name, attributes(entry));
        in.skip(entry.stored);
        return;
      }
      boolean replacesDirectory = image.findDirectory(parent, name) != null;
      image.name(parent, name, entry.type == '1' ? target(entry) : inode(entry));
      if (replacesDirectory) {
        forget();
      }
    }

    /** What was a directory is none any more. */
    private void forget() {
      lastParent = new byte[0][];
      lastDirectory = image.root();
    }

    private void addRoot(TarEntry entry) throws IOException {
      if (entry.type != '5') {
        throw in.refused("the root is not a directory");
      }
      image.attributes(image.root(), attributes(entry));
      in.skip(entry.stored);
    }

    /** The directory of a path; missing ones are made plain, others than directories refused. */
    private ErofsWriter.Directory directory(byte[][] names, TarEntry entry) throws IOException {
      if (Arrays.deepEquals(names, lastParent)) {
        return lastDirectory;
      }
      ErofsWriter.Directory at = image.root();
      for (byte[] name : names) {
        ErofsWriter.Directory next = image.findDirectory(at, name);
        if (next == null && image.findInode(at, name) != null) {
          throw in.refused(
              Names.printable(entry.path) + " lies below something that is no directory");
        }
        at = next == null ? image.directory(at, name, ImageBuild.plainDirectory()) : next;
      }
      lastParent = names;
      lastDirectory = at;
      return at;
    }

    private ErofsWriter.Inode target(TarEntry entry) throws IOException {
      byte[][] names = entry.names(entry.link);
      ErofsWriter.@Nullable Directory at = image.root();
      for (int i = 0; i < names.length - 1 && at != null; i++) {
        at = image.findDirectory(at, names[i]);
      }
      ErofsWriter.Inode found =
          at == null || names.length == 0 ? null : image.findInode(at, names[names.length - 1]);
      if (found == null) {
        throw in.refused(
            "hard link to " + Names.printable(entry.link) + ", which is not in the archive");
      }
      in.skip(entry.stored); // some programs repeat the content
      return found;
    }

    private ErofsWriter.Inode inode(TarEntry entry) throws IOException {
      Attributes attributes = attributes(entry);
      if (attributes.type() == FileType.REGULAR) {
        return regular(entry, attributes);
      }
      in.skip(entry.stored);
      return attributes.type() == FileType.SYMBOLIC_LINK
          ? image.symlink(attributes, entry.link)
          : image.special(attributes);
    }

    private ErofsWriter.Inode regular(TarEntry entry, Attributes attributes) throws IOException {
      TarSparse map = TarSparse.of(entry, in);
      TarContent content = new TarContent(in, map.data(), map.size());
      ErofsWriter.Inode inode = image.sparse(attributes, map.size(), map.data(), content);
      in.skip(map.stored() - content.taken());
      return inode;
    }

    private Attributes attributes(TarEntry entry) throws IOException {
      FileType type = entry.fileType();
      boolean device = type == FileType.CHARACTER_DEVICE || type == FileType.BLOCK_DEVICE;
      int major = device ? entry.device(entry.header.deviceMajor(), 12) : 0;
      int minor = device ? entry.device(entry.header.deviceMinor(), 20) : 0;
      if (type == FileType.CHARACTER_DEVICE && major == 0 && minor == 0) {
        image.omissions().add(Omission.WHITEOUT);
      }
      return new Attributes(
          type.modeBits() | entry.header.mode(),
          entry.uid(),
          entry.gid(),
          entry.mtimeSeconds(),
          entry.mtimeNanos(),
          major,
          minor,
          XattrFilter.withoutMarks(TarXattrs.of(entry.pax, image.omissions()), image.omissions()));
    }
  }
}
