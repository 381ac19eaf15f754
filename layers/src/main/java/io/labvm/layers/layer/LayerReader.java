package io.labvm.layers.layer;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.delta.Body;
import io.labvm.layers.delta.DeltaEntry;
import io.labvm.layers.delta.DeltaSource;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.delta.StoredContent;
import io.labvm.layers.erofs.Content;
import io.labvm.layers.erofs.ErofsImage;
import io.labvm.layers.erofs.ImageInode;
import io.labvm.linux.FileType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads a layer as a delta: entries from the manifest, content from the image, which is looked at
 * only when content is asked for.
 */
public final class LayerReader implements DeltaSource {
  private static final Content NOTHING = (offset, into) -> -1;

  private final Path imageFile;
  private final ManifestReader manifest;
  private final ErofsImage image;
  private final ImageTrail trail;
  private @Nullable DeltaEntry current;

  private LayerReader(Path imageFile, ManifestReader manifest, ErofsImage image)
      throws IOException {
    this.imageFile = imageFile;
    this.manifest = manifest;
    this.image = image;
    this.trail = new ImageTrail(imageFile, image, ImageTrail.Others.SKIP);
  }

  /**
   * Opens the layer in a directory.
   *
   * @param id of the layer; a manifest with another digest is damage, found behind the last entry
   */
  public static LayerReader open(Path directory, Digest id) throws IOException {
    Path imageFile = directory.resolve(LayerWriter.IMAGE);
    ManifestReader manifest = ManifestReader.open(directory.resolve(LayerWriter.MANIFEST), id);
    ErofsImage image = null;
    try {
      image = ErofsImage.open(imageFile);
      return new LayerReader(imageFile, manifest, image);
    } catch (IOException e) {
      manifest.close();
      if (image != null) {
        image.close();
      }
      throw e;
    }
  }

  @Override
  public @Nullable DeltaEntry next() throws IOException {
    current = manifest.next();
    return current;
  }

  @Override
  public Content content() {
    DeltaEntry entry = current;
    return entry != null && entry.body() instanceof Body.Data data && !data.parts().isEmpty()
        ? new ImageContent(entry, data.size())
        : NOTHING;
  }

  /** Looked up when it is first read: most names of a group never are. */
  private final class ImageContent implements StoredContent {
    private final DeltaEntry entry;
    private final long size;
    private @Nullable ImageInode inode;

    private ImageContent(DeltaEntry entry, long size) {
      this.entry = entry;
      this.size = size;
    }

    @Override
    public int read(long offset, ByteBuffer into) throws IOException {
      ImageInode file = inode;
      if (file == null) {
        file = trail.find(entry.path());
        if (file.type() != FileType.REGULAR || file.size() != size) {
          throw damaged(entry.path() + " is not what the manifest says");
        }
        inode = file;
      }
      return image.read(file, offset, into);
    }

    @Override
    public LayerException damaged(String what) {
      return LayerException.about(LayerError.DAMAGED, imageFile, imageFile + ": " + what);
    }
  }

  @Override
  public Object groups() {
    return this;
  }

  @Override
  public void close() throws IOException {
    manifest.close();
    image.close();
  }
}
