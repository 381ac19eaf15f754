package io.labvm.layers.layer;

import io.labvm.layers.LayerException;
import io.labvm.layers.delta.Body;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.delta.Part;
import io.labvm.layers.erofs.Content;
import io.labvm.layers.erofs.DataFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The whole content of files of which parts lie in data files; keeps the last of these open. What
 * lies in one that is gone is looked for where the other bytes are: an image that had no place for
 * it has a copy.
 */
final class DataContent implements Closeable {
  private final DataFiles files;
  private @Nullable Digest id;
  private @Nullable FileChannel channel;

  DataContent(DataFiles files) {
    this.files = files;
  }

  /** Inline bytes and holes come from {@code inline}, the rest from data files. */
  Content of(Body.Data data, Content inline) {
    return new Content() {
      private int next;

      @Override
      public int read(long offset, ByteBuffer into) throws IOException {
        List<Part> parts = data.parts();
        while (next > 0 && offset < parts.get(next - 1).end()) {
          next--;
        }
        while (next < parts.size() && offset >= parts.get(next).end()) {
          next++;
        }
        if (next == parts.size()) {
          return bounded(inline, offset, into, data.size());
        }
        Part part = parts.get(next);
        Digest source = part.data();
        if (offset < part.offset() || source == null) {
          return bounded(inline, offset, into, source == null ? part.end() : part.offset());
        }
        return readData(source, part, offset, into, inline);
      }
    };
  }

  private static int bounded(Content content, long offset, ByteBuffer into, long end)
      throws IOException {
    int limit = into.limit();
    into.limit(into.position() + (int) Math.min(into.remaining(), end - offset));
    try {
      return content.read(offset, into);
    } finally {
      into.limit(limit);
    }
  }

  boolean isThere(Digest source) throws IOException {
    return Files.isRegularFile(files.file(source.toString()));
  }

  private int readData(Digest source, Part part, long offset, ByteBuffer into, Content inline)
      throws IOException {
    FileChannel open = open(source);
    if (open == null) {
      return bounded(inline, offset, into, part.end());
    }
    int limit = into.limit();
    into.limit(into.position() + (int) Math.min(into.remaining(), part.end() - offset));
    long at = part.dataOffset() + offset - part.offset();
    int n = open.read(into, at);
    into.limit(limit);
    if (n <= 0) {
      throw LayerException.damaged(files.file(source.toString()), at, "the data file ends");
    }
    return n;
  }

  private @Nullable FileChannel open(Digest source) throws IOException {
    FileChannel open = channel;
    if (open != null && id != null && source.equals(id)) {
      return open;
    }
    close();
    Path file = files.file(source.toString());
    try {
      open = FileChannel.open(file, StandardOpenOption.READ);
    } catch (NoSuchFileException e) {
      return null;
    }
    channel = open;
    id = source;
    return open;
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
      channel = null;
    }
  }
}
