package io.labvm.layers.layer;

import io.labvm.layers.codec.EntryEncoder;
import io.labvm.layers.codec.RecordOutput;
import io.labvm.layers.delta.DeltaEntry;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.durable.Digests;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Writes the manifest of a layer and learns the layer's id. */
final class ManifestWriter implements Closeable {
  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED);
  private final MessageDigest sha = Digests.sha256();
  private final EntryEncoder encoder = new EntryEncoder();
  private final RecordOutput record = new RecordOutput();
  private final OutputStream file;
  private final DeflaterOutputStream packing;

  ManifestWriter(Path path) throws IOException {
    file =
        new BufferedOutputStream(
            Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            1 << 16);
    packing = new DeflaterOutputStream(file, deflater, 1 << 13);
    boolean begun = false;
    try {
      file.write(ManifestFormat.MAGIC);
      record.putBytes(ManifestFormat.HEAD);
      flush();
      begun = true;
    } finally {
      if (!begun) {
        close();
      }
    }
  }

  void entry(DeltaEntry entry) throws IOException {
    encoder.encode(entry, record);
    if (record.size() >= 1 << 14) {
      flush();
    }
  }

  private void flush() throws IOException {
    record.writeTo(packing);
    sha.update(record.view());
    record.clear();
  }

  /** The id of the layer: the digest of the plain manifest. */
  Digest finish() throws IOException {
    flush();
    packing.finish();
    file.flush();
    return Digest.of(sha.digest());
  }

  @Override
  public void close() throws IOException {
    deflater.end();
    file.close();
  }
}
