package io.labvm.layers.layer;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.codec.EntryDecoder;
import io.labvm.layers.codec.InflatingInput;
import io.labvm.layers.delta.DeltaEntry;
import io.labvm.layers.delta.DeltaOrder;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.durable.Digests;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the entries of a manifest. Its digest is known behind the last of them only: whoever reads
 * keeps nothing of a manifest that then turns out to be another.
 */
public final class ManifestReader implements Closeable {
  private final Path file;
  private final Digest id;
  private final FileChannel channel;
  private final MessageDigest sha = Digests.sha256();
  private final InflatingInput records;
  private final EntryDecoder decoder;
  private final DeltaOrder order = new DeltaOrder();
  private boolean any;
  private boolean ended;

  private ManifestReader(Path file, Digest id, FileChannel channel) throws IOException {
    this.file = file;
    this.id = id;
    this.channel = channel;
    ByteBuffer magic = ByteBuffer.allocate(ManifestFormat.MAGIC.length);
    while (magic.hasRemaining() && channel.read(magic, magic.position()) > 0) {}
    if (!Arrays.equals(magic.array(), ManifestFormat.MAGIC)) {
      throw LayerException.damaged(file, 0, "no manifest");
    }
    records = new InflatingInput(file, channel, magic.capacity(), channel.size(), sha);
    decoder = new EntryDecoder(records);
  }

  /** Opens the manifest of a layer. */
  public static ManifestReader open(Path file, Digest id) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      ManifestReader reader = new ManifestReader(file, id, channel);
      reader.requireHead();
      return reader;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private void requireHead() throws IOException {
    byte[] head = records.readBytes(ManifestFormat.HEAD.length);
    if (!Arrays.equals(head, ManifestFormat.HEAD)) {
      String text = new String(head, StandardCharsets.ISO_8859_1);
      if (text.startsWith("labvm manifest ")) {
        throw LayerException.about(
            LayerError.UNSUPPORTED, file, file + " has another format: " + text.strip());
      }
      throw records.damaged("no manifest");
    }
  }

  /** The next entry, null behind the last, when the digest is right. */
  public @Nullable DeltaEntry next() throws IOException {
    if (ended) {
      return null;
    }
    if (records.atEnd()) {
      ended = true;
      if (!any || !Digest.of(sha.digest()).equals(id)) {
        throw LayerException.damaged(file, channel.size(), "it is not the manifest of " + id);
      }
      return null;
    }
    DeltaEntry entry = decoder.decode();
    String complaint = order.complaint(entry);
    if (complaint != null) {
      throw records.damaged(complaint);
    }
    any = true;
    return entry;
  }

  @Override
  public void close() throws IOException {
    records.close();
    channel.close();
  }
}
