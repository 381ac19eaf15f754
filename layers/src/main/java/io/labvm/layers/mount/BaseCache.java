package io.labvm.layers.mount;

import io.labvm.layers.LayerException;
import io.labvm.layers.durable.Digests;
import io.labvm.layers.durable.Durable;
import io.labvm.layers.store.Base;
import io.labvm.layers.store.BaseId;
import io.labvm.layers.store.Bases;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The base images a node holds, {@code <directory>/<base>/image.erofs}. What has its final name is
 * whole and had the right digest; a killed copy leaves a {@code .tmp} file that the next one
 * removes.
 */
public final class BaseCache {
  private static final String IMAGE = "image.erofs";
  private static final int STEP = 1 << 20;
  private static final int REPORT = 64 << 20;

  private final Path directory;

  public BaseCache(Path directory) {
    this.directory = directory.toAbsolutePath().normalize();
  }

  /** The image of a base when it is here. */
  public Optional<Path> cached(BaseId base) {
    Path image = image(base);
    return Files.isRegularFile(image) ? Optional.of(image) : Optional.empty();
  }

  /**
   * Copies a base's image from the store, unless it is here. The digest is checked on the way; a
   * difference is damage of the store's file and leaves nothing. Callers in one process take turns,
   * callers in several too.
   */
  public synchronized Path fetch(Bases bases, BaseId id, CopyProgress progress) throws IOException {
    Path image = image(id);
    if (Files.isRegularFile(image)) {
      return image;
    }
    Base base = bases.get(id);
    Path home = directory.resolve(id.toString());
    Durable.directories(home);
    Path lockFile = directory.resolve(id + ".lock");
    try (FileChannel channel =
        FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      FileLock lock = channel.lock(); // released with the channel, also by a kill
      if (lock.isValid() && !Files.isRegularFile(image)) {
        removeLeftovers(home);
        copy(bases.image(id), image, base, progress);
      }
    }
    return image;
  }

  private static void copy(Path from, Path to, Base base, CopyProgress progress)
      throws IOException {
    Path temporary = to.resolveSibling(IMAGE + "." + ProcessHandle.current().pid() + ".tmp");
    try {
      String digest = copyDigested(from, temporary, base.bytes(), progress);
      if (!digest.equals(base.digest())) {
        throw LayerException.damaged(from, 0, "digest is " + digest + ", not " + base.digest());
      }
      Durable.publish(temporary, to);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static String copyDigested(Path from, Path to, long size, CopyProgress progress)
      throws IOException {
    MessageDigest sha = Digests.sha256();
    ByteBuffer buffer = ByteBuffer.allocateDirect(STEP);
    try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
        FileChannel out =
            FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      if (in.size() != size) {
        throw LayerException.damaged(from, in.size(), "should have " + size + " bytes");
      }
      long done = 0;
      while (in.read(buffer.clear()) > 0) {
        sha.update(buffer.flip().duplicate());
        while (buffer.hasRemaining()) {
          done += out.write(buffer);
        }
        if (done % REPORT < STEP || done == size) {
          progress.copied(done, size);
        }
      }
      out.force(true);
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  private static void removeLeftovers(Path base) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(base, "*.tmp")) {
      for (Path entry : entries) {
        Files.deleteIfExists(entry);
      }
    }
  }

  /** All bases that are here, whole. */
  public List<BaseId> list() throws IOException {
    List<BaseId> found = new ArrayList<>();
    if (!Files.isDirectory(directory)) {
      return found;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        BaseId.parse(entry.getFileName().toString())
            .filter(id -> cached(id).isPresent())
            .ifPresent(found::add);
      }
    }
    found.sort(null);
    return found;
  }

  /** Gives a base's space back; the caller has unmounted it. False when it was not here. */
  public synchronized boolean evict(BaseId base) throws IOException {
    Path image = image(base);
    if (!Files.exists(image)) {
      return false;
    }
    Files.delete(image);
    Durable.remove(directory.resolve(base.toString()));
    return true;
  }

  private Path image(BaseId base) {
    return directory.resolve(base.toString()).resolve(IMAGE);
  }
}
