package io.labvm.layers.layer;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.delta.Body;
import io.labvm.layers.delta.ContentDigest;
import io.labvm.layers.delta.DeltaEntry;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.delta.NameState;
import io.labvm.layers.delta.Part;
import io.labvm.layers.erofs.Attributes;
import io.labvm.layers.erofs.DataFiles;
import io.labvm.layers.erofs.ErofsImage;
import io.labvm.layers.erofs.ImageInode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** Compares the image of a layer with its manifest, name by name. Changes nothing. */
public final class LayerVerify {
  /** How much of an image is read. */
  public enum Depth {
    /** Names, attributes, targets and links. */
    STRUCTURE,
    /** The content of all files that lie in the image alone, too. */
    DATA,
    /** All content, wherever it lies. */
    REFERENCED_DATA
  }

  private final Path imageFile;
  private final ErofsImage image;
  private final Depth depth;
  private final LinkNumbers links = new LinkNumbers();

  private LayerVerify(Path imageFile, ErofsImage image, Depth depth) {
    this.imageFile = imageFile;
    this.image = image;
    this.depth = depth;
  }

  /**
   * Verifies the layer in a directory. The first finding is thrown as damage.
   *
   * @param files where content lies that the layer refers to
   * @return names that were compared, the root not counted
   */
  public static long run(Path directory, Digest id, Depth depth, DataFiles files)
      throws IOException {
    Path imageFile = directory.resolve(LayerWriter.IMAGE);
    try (ManifestReader manifest =
            ManifestReader.open(directory.resolve(LayerWriter.MANIFEST), id);
        ErofsImage image = ErofsImage.open(imageFile, files)) {
      return new LayerVerify(imageFile, image, depth).compare(manifest);
    }
  }

  private long compare(ManifestReader manifest) throws IOException {
    image.requireDataFiles();
    ImageTrail trail = new ImageTrail(imageFile, image, ImageTrail.Others.REFUSE);
    long names = -1;
    for (DeltaEntry entry; (entry = manifest.next()) != null; names++) {
      compare(entry, trail.find(entry.path()));
    }
    trail.finish();
    if (!links.isComplete()) {
      throw LayerException.about(
          LayerError.DAMAGED, imageFile, imageFile + " counts links its manifest has not");
    }
    return names;
  }

  private void compare(DeltaEntry entry, ImageInode inode) throws IOException {
    Attributes wanted = ImageForm.inImage(entry);
    require(wanted.equals(image.attributes(inode)), entry, "attributes");
    if (entry.state() != NameState.NODE) {
      return;
    }
    String finding = links.complaint(entry.group(), inode.nid(), inode.links());
    require(finding == null, entry, String.valueOf(finding));
    switch (entry.body()) {
      case Body.None ignored -> {}
      case Body.Target target ->
          require(Arrays.equals(target.bytes(), image.readLink(inode)), entry, "target");
      case Body.Data data -> compareData(entry, data, inode);
    }
  }

  private void compareData(DeltaEntry entry, Body.Data data, ImageInode inode) throws IOException {
    require(data.size() == inode.size(), entry, "size");
    if (isRead(data)) {
      Digest digest =
          ContentDigest.of(
              data.size(), data.parts(), (offset, into) -> image.read(inode, offset, into));
      require(digest.equals(data.digest()), entry, "content");
    }
  }

  private boolean isRead(Body.Data data) {
    return switch (depth) {
      case STRUCTURE -> false;
      case DATA -> data.parts().stream().allMatch(Part::isInline);
      case REFERENCED_DATA -> true;
    };
  }

  private void require(boolean right, DeltaEntry entry, String what) throws LayerException {
    if (!right) {
      throw LayerException.about(
          LayerError.DAMAGED,
          imageFile,
          imageFile + " says otherwise than its manifest: " + what + " of " + entry.path());
    }
  }
}
