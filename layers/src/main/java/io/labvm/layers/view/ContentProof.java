package io.labvm.layers.view;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.delta.Body;
import io.labvm.layers.delta.ContentDigest;
import io.labvm.layers.delta.Part;
import io.labvm.layers.delta.TreePath;
import io.labvm.layers.erofs.Content;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Compares the content of one file with what its manifest says, while somebody reads it. */
final class ContentProof {
  private final Path image;
  private final TreePath path;
  private final Body.Data wanted;
  private final ContentDigest digest;
  private int part;

  ContentProof(Path image, TreePath path, Body.Data wanted) {
    this.image = image;
    this.path = path;
    this.wanted = wanted;
    this.digest = new ContentDigest(wanted.size(), wanted.parts());
  }

  /** The next bytes, from front to back; what the manifest knows as holes does not count. */
  void follow(long at, byte[] bytes, int length) {
    while (part < wanted.parts().size()) {
      Part next = wanted.parts().get(part);
      long from = Math.max(at, next.offset());
      long to = Math.min(at + length, next.end());
      if (from < to) {
        digest.update(ByteBuffer.wrap(bytes, (int) (from - at), (int) (to - from)));
      }
      if (next.end() > at + length) {
        return;
      }
      part++;
    }
  }

  /** Damaged, when the content was another than the manifest's. */
  void finish() throws LayerException {
    if (!digest.isComplete() || !digest.finish().equals(wanted.digest())) {
      throw differs();
    }
  }

  /** The same of a content that is read here. */
  void requireAll(Content content) throws IOException {
    if (!ContentDigest.of(wanted.size(), wanted.parts(), content).equals(wanted.digest())) {
      throw differs();
    }
  }

  private LayerException differs() {
    return LayerException.about(
        LayerError.DAMAGED,
        image,
        "the content of /%s in %s is not what the manifest says".formatted(path, image));
  }
}
