package io.labvm.layers.sync;

import io.labvm.layers.codec.RecordInput;
import io.labvm.layers.codec.RecordOutput;
import io.labvm.layers.delta.BlockMap;
import io.labvm.layers.delta.Blocks;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.delta.Part;
import io.labvm.layers.durable.Digests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One {@link BlockMap} as a file; docs/storage-format.md says every byte. */
final class BlockMapFile {
  private static final byte[] MAGIC = "labvmblk".getBytes(StandardCharsets.US_ASCII);
  private static final int FORMAT = 1;
  private static final int MAX_PARTS = 1 << 16;

  private BlockMapFile() {}

  static void write(Path file, BlockMap map) throws IOException {
    RecordOutput out = new RecordOutput();
    out.putBytes(MAGIC);
    out.putVarint(FORMAT);
    out.putVarint(map.size());
    List<Digest> files = List.copyOf(map.files().keySet());
    out.putVarint(files.size());
    for (Digest id : files) {
      out.putBytes(id.bytes());
      out.putVarint(map.files().getOrDefault(id, 0L));
    }
    putParts(out, map.parts(), files);
    out.putBytes(map.digests());
    byte[] digest = Digests.sha256().digest(out.toByteArray());
    out.putBytes(digest);
    Files.write(file, out.toByteArray());
  }

  private static void putParts(RecordOutput out, List<Part> parts, List<Digest> files) {
    Map<Digest, Integer> numbers = new HashMap<>();
    files.forEach(id -> numbers.put(id, numbers.size()));
    out.putVarint(parts.size());
    long end = 0;
    for (Part part : parts) {
      out.putVarint(part.offset() - end);
      out.putVarint(part.length());
      out.putVarint(numbers.getOrDefault(part.data(), 0));
      out.putVarint(part.dataOffset());
      end = part.end();
    }
  }

  /** Reads one; damage of any kind is a {@link io.labvm.layers.LayerException}. */
  static BlockMap read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int end = bytes.length - Digest.BYTES;
    RecordInput in = RecordInput.of(Arrays.copyOf(bytes, Math.max(end, 0)), file, 0);
    byte[] digest = Digests.sha256().digest(Arrays.copyOf(bytes, Math.max(end, 0)));
    if (end < 0 || !Arrays.equals(digest, 0, Digest.BYTES, bytes, end, bytes.length)) {
      throw in.damaged("another digest");
    }
    try {
      return map(in);
    } catch (IllegalArgumentException e) {
      throw in.damaged(String.valueOf(e.getMessage()));
    }
  }

  private static BlockMap map(RecordInput in) throws IOException {
    if (!Arrays.equals(in.readBytes(MAGIC.length), MAGIC) || in.readByte() != FORMAT) {
      throw in.damaged("another format");
    }
    long size = in.readVarint(Long.MAX_VALUE, "size");
    int count = in.readInt(MAX_PARTS, "data files");
    List<Digest> ids = new ArrayList<>();
    Map<Digest, Long> files = new HashMap<>();
    for (int i = 0; i < count; i++) {
      ids.add(Digest.of(in.readBytes(Digest.BYTES)));
      files.put(ids.getLast(), in.readVarint(Long.MAX_VALUE, "bytes"));
    }
    List<Part> parts = parts(in, size, ids);
    long blocks = Blocks.count(parts);
    if (blocks > BlockMap.MAX_BLOCKS) {
      throw in.damaged(blocks + " blocks");
    }
    return new BlockMap(size, parts, files, in.readBytes((int) blocks * Digest.BYTES));
  }

  private static List<Part> parts(RecordInput in, long size, List<Digest> ids) throws IOException {
    int count = in.readInt(MAX_PARTS, "parts");
    List<Part> parts = new ArrayList<>();
    long end = 0;
    for (int i = 0; i < count; i++) {
      long offset = end + in.readVarint(size - end, "hole");
      long length = in.readVarint(size - offset, "part");
      Digest id = ids.get(in.readInt(ids.size() - 1, "number of a data file"));
      parts.add(new Part(offset, length, id, in.readVarint(Long.MAX_VALUE - length, "offset")));
      end = offset + length;
    }
    return parts;
  }
}
