package io.labvm.layers.layer;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.delta.Body;
import io.labvm.layers.delta.DeltaEntry;
import io.labvm.layers.delta.DeltaOrder;
import io.labvm.layers.delta.DeltaSink;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.delta.Part;
import io.labvm.layers.delta.TreePath;
import io.labvm.layers.durable.Digests;
import io.labvm.layers.erofs.Attributes;
import io.labvm.layers.erofs.Content;
import io.labvm.layers.erofs.DataFiles;
import io.labvm.layers.erofs.ErofsImage;
import io.labvm.layers.erofs.ErofsWriter;
import io.labvm.layers.erofs.ImageSummary;
import io.labvm.layers.erofs.Piece;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes a delta as a layer: the image {@code image.erofs} and the manifest {@code manifest} in a
 * directory. The delta must be a fold's: its groups numbered in the order they appear. Content is
 * digested while it is copied; what is not what its entry says is damage. Content in data files
 * stays there. Both files are whole after {@link #finish}, and durable when their writer makes them
 * so; a layer that was not finished is removed.
 */
public final class LayerWriter implements DeltaSink, Closeable {
  /** Name of the image in the directory. */
  public static final String IMAGE = "image.erofs";

  /** Name of the manifest in the directory. */
  public static final String MANIFEST = "manifest";

  /** Places for data files in every image: each is a mount option, and all must fit one page. */
  private static final int DATA_FILES = 64;

  private final Path imageFile;
  private final Path manifestFile;
  private final ManifestWriter manifest;
  private final DeltaOrder order = new DeltaOrder();
  private final OpenDirectories directories = new OpenDirectories();
  private final LinkInodes links = new LinkInodes();
  private final DataContent data;
  private final LayerCounts counts = new LayerCounts();
  private final Set<Digest> referred = new HashSet<>();
  private @Nullable ErofsWriter image;
  private ErofsWriter.@Nullable Inode whiteout;
  private boolean finished;

  private LayerWriter(Path directory, DataFiles files) throws IOException {
    data = new DataContent(files);
    imageFile = directory.resolve(IMAGE);
    manifestFile = directory.resolve(MANIFEST);
    manifest = new ManifestWriter(manifestFile);
  }

  /** Starts a layer without content in data files, in a directory that has neither file. */
  public static LayerWriter create(Path directory) throws IOException {
    return create(directory, DataFiles.none());
  }

  /**
   * Starts a layer in a directory that has neither file.
   *
   * @param files where content lies that entries refer to; little of it is ever read
   */
  public static LayerWriter create(Path directory, DataFiles files) throws IOException {
    return new LayerWriter(directory, files);
  }

  @Override
  public void entry(DeltaEntry entry, Content content) throws IOException {
    String complaint = order.complaint(entry);
    if (complaint != null) {
      throw new IllegalArgumentException(complaint + ": " + entry.path());
    }
    if (entry.attributes().xattrs().stream().anyMatch(ImageForm::isPrivate)) {
      throw new LayerException(LayerError.DAMAGED, "a mark of overlayfs on " + entry.path());
    }
    manifest.entry(entry);
    if (image == null) {
      image = new ErofsWriter(imageFile, ImageForm.attributes(entry), DATA_FILES);
      ImageForm.countFlags(entry.attributes(), image.omissions());
      directories.enter(entry.path(), image.root());
      return;
    }
    image.requireMemory();
    counts.add(entry);
    directories.leaveFor(entry.path());
    add(image, entry, content);
  }

  private void add(ErofsWriter to, DeltaEntry entry, Content content) throws IOException {
    TreePath path = entry.path();
    ErofsWriter.Directory parent = directories.current();
    switch (entry.state()) {
      case WHITEOUT -> {
        if (whiteout == null) {
          whiteout = to.special(DeltaEntry.NO_ATTRIBUTES);
        }
        to.name(parent, path.name(), whiteout);
      }
      case NODE -> to.name(parent, path.name(), node(to, entry, content));
      case DIRECTORY, OPAQUE_DIRECTORY -> {
        Attributes attributes = ImageForm.attributes(entry);
        ImageForm.countFlags(attributes, to.omissions());
        directories.enter(path, to.directory(parent, path.name(), attributes));
      }
    }
  }

  private ErofsWriter.Inode node(ErofsWriter to, DeltaEntry entry, Content content)
      throws IOException {
    if (entry.group() == 0) {
      return inode(to, entry, content);
    }
    ErofsWriter.Inode known = links.find(entry);
    if (known != null) {
      return known;
    }
    ErofsWriter.Inode made = inode(to, entry, content);
    links.add(entry, made);
    return made;
  }

  private ErofsWriter.Inode inode(ErofsWriter to, DeltaEntry entry, Content content)
      throws IOException {
    ImageForm.countFlags(entry.attributes(), to.omissions());
    return switch (entry.body()) {
      case Body.None ignored -> to.special(entry.attributes());
      case Body.Target target -> to.symlink(entry.attributes(), target.bytes());
      case Body.Data file -> file(to, entry, file, content);
    };
  }

  private ErofsWriter.Inode file(ErofsWriter to, DeltaEntry entry, Body.Data file, Content content)
      throws IOException {
    counts.addData(file);
    List<Piece> pieces = new ArrayList<>();
    for (Part part : file.parts()) {
      pieces.add(piece(part));
    }
    boolean allHere = file.parts().stream().allMatch(Part::isInline);
    Content whole = allHere ? content : data.of(file, content);
    if (!pieces.stream().allMatch(Piece::isInline)) {
      return to.file(entry.attributes(), file.size(), pieces, whole);
    }
    CheckedContent checked = new CheckedContent(entry, file, whole);
    ErofsWriter.Inode inode = to.file(entry.attributes(), file.size(), pieces, checked);
    checked.requireRight();
    return inode;
  }

  private Piece piece(Part part) throws IOException {
    Digest id = part.data();
    return id == null || !isReferred(id)
        ? Piece.inline(part.offset(), part.length())
        : new Piece(part.offset(), part.length(), id.toString(), part.dataOffset());
  }

  /** One that is gone was copied into the image the entry comes from; there is no way back. */
  private boolean isReferred(Digest id) throws IOException {
    if (referred.contains(id)) {
      return true;
    }
    return referred.size() < DATA_FILES && data.isThere(id) && referred.add(id);
  }

  /** Ends the layer, and reads the image back for its digest. */
  public LayerSummary finish() throws IOException {
    if (image == null) {
      throw new IllegalStateException("a layer without a root");
    }
    ImageSummary summary = image.finish();
    Digest id = manifest.finish();
    Digest imageDigest = Digest.parse(Digests.sha256(imageFile));
    finished = true;
    return counts.summary(id, imageDigest, summary, Files.size(manifestFile), dataFiles());
  }

  private List<Digest> dataFiles() throws IOException {
    try (ErofsImage read = ErofsImage.open(imageFile)) {
      return read.dataFiles().stream().map(file -> Digest.parse(file.id())).toList();
    }
  }

  /** Closes both files, and removes them when the layer was not finished. */
  @Override
  public void close() throws IOException {
    try (var _ = manifest;
        var _ = data;
        var _ = image) {
      // each is closed also when another one fails, as the manifest does on a full disk
    } finally {
      if (!finished) {
        Files.deleteIfExists(imageFile);
        Files.deleteIfExists(manifestFile);
      }
    }
  }
}
