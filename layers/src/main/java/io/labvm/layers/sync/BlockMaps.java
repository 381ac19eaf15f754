package io.labvm.layers.sync;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.delta.BlockMap;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.delta.KnownBlocks;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of big contents that were shipped, one file for each, named by its digest: a cache.
 * Without it contents are shipped whole. Whether the data files it tells of are still in the store
 * is looked up when a batch that refers to them is shipped. Those of the batch at hand count at
 * once, but outlive it only with {@link #keep}.
 */
final class BlockMaps implements KnownBlocks {
  private static final Logger LOG = LoggerFactory.getLogger(BlockMaps.class);
  private static final String NEW = ".new";

  private final Path directory;
  private final long mostBytes;
  private final int mostFiles;
  private long bytes;
  private int files;
  private boolean hasNew;

  private record Kept(Path file, long bytes, FileTime used) {}

  private BlockMaps(Path directory, long mostBytes, int mostFiles) {
    this.directory = directory;
    this.mostBytes = mostBytes;
    this.mostFiles = mostFiles;
  }

  static BlockMaps open(Path directory) throws IOException {
    return open(directory, 64 << 20, 16_384);
  }

  /** With bounds, beyond which those go that were not used for longest. */
  static BlockMaps open(Path directory, long mostBytes, int mostFiles) throws IOException {
    Files.createDirectories(directory);
    BlockMaps maps = new BlockMaps(directory, mostBytes, mostFiles);
    maps.removeNew();
    maps.sweep();
    return maps;
  }

  @Override
  public @Nullable BlockMap find(Digest content) throws IOException {
    Path kept = directory.resolve(content.toString());
    Path made = made(content);
    try {
      if (hasNew && Files.exists(made)) {
        return BlockMapFile.read(made);
      }
      BlockMap map = BlockMapFile.read(kept);
      Files.setLastModifiedTime(kept, FileTime.from(Instant.now()));
      return map;
    } catch (NoSuchFileException e) {
      return null;
    } catch (LayerException e) {
      if (e.error() != LayerError.DAMAGED) {
        throw e;
      }
      LOG.warn("a file is shipped whole: {}", e.getMessage());
      Files.deleteIfExists(kept);
      return null;
    }
  }

  private Path made(Digest content) {
    return directory.resolve(content + NEW);
  }

  /** Learns of a content that the batch at hand says something with. */
  void add(Digest content, BlockMap map) throws IOException {
    if (!Files.exists(directory.resolve(content.toString()))) {
      hasNew = true;
      BlockMapFile.write(made(content), map);
    }
  }

  /** The data files of the batch at hand are in the store. */
  void keep() throws IOException {
    for (Path made : made()) {
      String name = made.getFileName().toString();
      bytes += Files.size(made);
      files++;
      Files.move(
          made,
          directory.resolve(name.substring(0, name.length() - NEW.length())),
          StandardCopyOption.ATOMIC_MOVE);
    }
    hasNew = false;
    if (bytes > mostBytes || files > mostFiles) {
      sweep();
    }
  }

  /** The batch at hand is none. */
  void removeNew() throws IOException {
    for (Path made : made()) {
      Files.deleteIfExists(made);
    }
    hasNew = false;
  }

  private List<Path> made() throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "*" + NEW)) {
      entries.forEach(found::add);
    }
    return found;
  }

  /** Refers to a data file no more, which is gone from the store. */
  void forget(Digest dataFile) throws IOException {
    for (Kept kept : kept()) {
      String name = kept.file.getFileName().toString();
      BlockMap map = find(Digest.parse(name));
      if (map != null && map.files().containsKey(dataFile)) {
        Files.deleteIfExists(kept.file);
      }
    }
  }

  private void sweep() throws IOException {
    List<Kept> kept = kept();
    kept.sort(Comparator.comparing(Kept::used).reversed());
    bytes = 0;
    files = 0;
    for (Kept map : kept) {
      // A quarter below the bounds, so that this is not done each time.
      if (bytes + map.bytes > mostBytes / 4 * 3 || files >= mostFiles / 4 * 3) {
        Files.deleteIfExists(map.file);
      } else {
        bytes += map.bytes;
        files++;
      }
    }
  }

  private List<Kept> kept() throws IOException {
    List<Kept> kept = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        if (entry.getFileName().toString().matches("[0-9a-f]{64}")) {
          kept.add(new Kept(entry, Files.size(entry), Files.getLastModifiedTime(entry)));
        }
      }
    }
    return kept;
  }
}
