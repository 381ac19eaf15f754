package io.labvm.layers.layer;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.delta.Body;
import io.labvm.layers.delta.ContentDigest;
import io.labvm.layers.delta.DeltaEntry;
import io.labvm.layers.delta.Part;
import io.labvm.layers.delta.StoredContent;
import io.labvm.layers.erofs.Content;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Content that is digested while it is copied, to be compared when that is done. */
final class CheckedContent implements Content {
  private final DeltaEntry entry;
  private final Body.Data data;
  private final Content source;
  private final ContentDigest digest;
  private int next;

  CheckedContent(DeltaEntry entry, Body.Data data, Content source) {
    this.entry = entry;
    this.data = data;
    this.source = source;
    this.digest = new ContentDigest(data.size(), data.parts());
  }

  @Override
  public int read(long offset, ByteBuffer into) throws IOException {
    int from = into.position();
    int n = source.read(offset, into);
    if (n > 0) {
      digest(offset, into.slice(from, n));
    }
    return n;
  }

  /** Of what was read in ascending order only the parts count, whatever lies between them. */
  private void digest(long offset, ByteBuffer bytes) {
    List<Part> parts = data.parts();
    long end = offset + bytes.limit();
    while (next < parts.size() && parts.get(next).offset() < end) {
      Part part = parts.get(next);
      int from = (int) Math.max(0, part.offset() - offset);
      int to = (int) (Math.min(end, part.end()) - offset);
      if (to > from) {
        digest.update(bytes.slice(from, to - from));
      }
      if (part.end() > end) {
        return;
      }
      next++;
    }
  }

  /** Fails when what was read is not the content of the entry. */
  void requireRight() throws LayerException {
    if (!digest.isComplete() || !digest.finish().equals(data.digest())) {
      String what = "the content of " + entry.path() + " has another digest";
      throw source instanceof StoredContent stored
          ? stored.damaged(what)
          : new LayerException(LayerError.DAMAGED, what);
    }
  }
}
