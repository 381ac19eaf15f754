package io.labvm.layers.tree;

import static java.util.Objects.requireNonNull;

import io.labvm.layers.durable.Digests;
import io.labvm.layers.erofs.Attributes;
import io.labvm.layers.erofs.DataFiles;
import io.labvm.layers.erofs.ErofsWriter;
import io.labvm.layers.erofs.Piece;
import io.labvm.linux.FileType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Files whose content lies in data files, in the image and in holes, and what each must read as.
 */
public final class ReferencedTree {
  public static final int BLOCK = 4096;

  private final Random random;
  private final Path directory;
  private final Map<String, byte[]> data = new LinkedHashMap<>();
  private final Map<String, List<Piece>> pieces = new LinkedHashMap<>();
  private final Map<String, byte[]> contents = new LinkedHashMap<>();

  /** Data files go below {@code directory}. */
  public ReferencedTree(long seed, Path directory) {
    this.random = new Random(seed);
    this.directory = directory;
  }

  /** Makes a data file of random bytes and answers its id. */
  public String data(int blocks) throws IOException {
    byte[] bytes = new byte[blocks * BLOCK];
    random.nextBytes(bytes);
    String id = HexFormat.of().formatHex(Digests.sha256().digest(bytes));
    Path file = files().file(id);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
    data.put(id, bytes);
    return id;
  }

  public DataFiles files() {
    return DataFiles.in(directory);
  }

  /** The data files, in the order they were made. */
  public List<String> ids() {
    return List.copyOf(data.keySet());
  }

  /** Adds a file; inline pieces get random bytes. */
  public void add(String name, int size, List<Piece> of) {
    byte[] content = new byte[size];
    for (Piece piece : of) {
      String id = piece.data();
      byte[] from = id == null ? new byte[(int) piece.length()] : requireNonNull(data.get(id));
      if (id == null) {
        random.nextBytes(from);
      }
      System.arraycopy(
          from, (int) piece.dataOffset(), content, (int) piece.offset(), (int) piece.length());
    }
    pieces.put(name, List.copyOf(of));
    contents.put(name, content);
  }

  /** Adds a file of up to some blocks, cut at random. */
  public void addRandom(String name, int maxBlocks) {
    int size = 1 + random.nextInt(maxBlocks * BLOCK);
    int grain = 1 << random.nextInt(5);
    List<Piece> list = new ArrayList<>();
    for (int at = 0; at < size; ) {
      int end = Math.min(size, at + BLOCK * grain * (1 + random.nextInt(3)));
      Piece piece = random(at, end);
      if (piece != null) {
        list.add(piece);
      }
      at = end;
    }
    add(name, size, list);
  }

  private @Nullable Piece random(int from, int end) {
    int length = end - from;
    return switch (random.nextInt(4)) {
      case 0 -> null;
      case 1 -> Piece.inline(from + random.nextInt(length), 1);
      default -> {
        String id = ids().get(random.nextInt(data.size()));
        int room = requireNonNull(data.get(id)).length / BLOCK - Math.ceilDiv(length, BLOCK);
        yield room < 0
            ? Piece.inline(from, length)
            : new Piece(from, length, id, (long) random.nextInt(room + 1) * BLOCK);
      }
    };
  }

  public byte[] content(String name) {
    return requireNonNull(contents.get(name));
  }

  public List<Piece> pieces(String name) {
    return requireNonNull(pieces.get(name));
  }

  public Map<String, byte[]> contents() {
    return contents;
  }

  /** Writes the image; the first file has a second name, {@code hard-link}. */
  public Path write(Path image, int dataFiles) throws IOException {
    Attributes root = attributes(FileType.DIRECTORY, 0755);
    try (ErofsWriter writer = new ErofsWriter(image, root, dataFiles)) {
      boolean first = true;
      for (String name : contents.keySet()) {
        byte[] content = content(name);
        ErofsWriter.Inode inode =
            writer.file(
                attributes(FileType.REGULAR, 0644),
                content.length,
                pieces(name),
                (at, into) -> put(content, (int) at, into));
        writer.name(writer.root(), name.getBytes(StandardCharsets.UTF_8), inode);
        if (first) {
          writer.name(writer.root(), "hard-link".getBytes(StandardCharsets.UTF_8), inode);
          first = false;
        }
      }
      var ignored = writer.finish();
    }
    return image;
  }

  private static int put(byte[] content, int at, ByteBuffer into) {
    int n = Math.min(into.remaining(), content.length - at);
    into.put(content, at, n);
    return n;
  }

  /** Attributes of a plain file or directory of root, without extended ones. */
  public static Attributes attributes(FileType type, int mode) {
    return new Attributes(type.modeBits() | mode, 0, 0, 1234, 5678, 0, 0, List.of());
  }
}
