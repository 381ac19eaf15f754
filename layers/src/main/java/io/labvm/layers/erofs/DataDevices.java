package io.labvm.layers.erofs;

import static io.labvm.layers.erofs.ErofsFormat.BLOCK;
import static io.labvm.layers.erofs.ErofsFormat.DEVICE_SLOT;
import static io.labvm.layers.erofs.ErofsFormat.DEVICE_TAG;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The data files an image names, each opened when it is first needed. */
final class DataDevices implements Closeable {
  private final List<DataFile> table;
  private final DataFiles files;
  private final @Nullable ImageBytes[] open;

  private DataDevices(List<DataFile> table, DataFiles files) {
    this.table = List.copyOf(table);
    this.files = files;
    open = new ImageBytes[table.size()];
  }

  static DataDevices read(ImageBytes image, ByteBuffer block0, DataFiles files) throws IOException {
    int count = block0.getShort(ErofsFormat.DEVICE_COUNT_AT) & 0xffff;
    if (count > ErofsFormat.MAX_DEVICES) {
      throw new LayerException(LayerError.UNSUPPORTED, "EROFS image with " + count + " devices");
    }
    long at = (block0.getShort(ErofsFormat.DEVICE_COUNT_AT + 2) & 0xffffL) * DEVICE_SLOT;
    ByteBuffer slots = image.read(at, count * DEVICE_SLOT);
    List<DataFile> table = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < count; i++) {
      byte[] tag = new byte[DEVICE_TAG];
      slots.get(i * DEVICE_SLOT, tag);
      String id = new String(tag, StandardCharsets.ISO_8859_1);
      if (!Piece.isId(id) || !seen.add(id)) {
        throw image.damaged(at + (long) i * DEVICE_SLOT, "id of data file " + (i + 1));
      }
      long blocks = Integer.toUnsignedLong(slots.getInt(i * DEVICE_SLOT + DEVICE_TAG));
      table.add(new DataFile(id, blocks * BLOCK));
    }
    return new DataDevices(table, files);
  }

  static DataDevices none() {
    return new DataDevices(List.of(), DataFiles.none());
  }

  List<DataFile> table() {
    return table;
  }

  /**
   * The bytes of a data file.
   *
   * @param number from 1 to the size of the table
   */
  synchronized ImageBytes bytes(int number) throws IOException {
    ImageBytes bytes = open[number - 1];
    if (bytes == null) {
      bytes = open(table.get(number - 1));
      open[number - 1] = bytes;
    }
    return bytes;
  }

  private ImageBytes open(DataFile data) throws IOException {
    Path file = files.file(data.id());
    ImageBytes bytes;
    try {
      bytes = new ImageBytes(file);
    } catch (NoSuchFileException e) {
      throw LayerException.damaged(file, 0, "the data file is not there");
    }
    if (bytes.size() % BLOCK != 0 || bytes.size() < data.bytes()) {
      bytes.close();
      throw bytes.damaged(
          bytes.size(), "ends here, should have whole blocks and at least " + data.bytes());
    }
    return bytes;
  }

  @Override
  public synchronized void close() throws IOException {
    for (ImageBytes bytes : open) {
      if (bytes != null) {
        bytes.close();
      }
    }
  }
}
