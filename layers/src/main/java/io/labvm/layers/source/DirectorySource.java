package io.labvm.layers.source;

import io.labvm.layers.erofs.Attributes;
import io.labvm.layers.erofs.ErofsWriter;
import io.labvm.layers.erofs.Omission;
import io.labvm.layers.listing.Listing;
import io.labvm.layers.listing.Listings;
import io.labvm.linux.Dir;
import io.labvm.linux.Errno;
import io.labvm.linux.FileType;
import io.labvm.linux.LinuxException;
import io.labvm.linux.Stat;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A directory tree. Whoever may change it meanwhile cannot lead the walk out of it: everything is
 * reached by name from an open directory, links are never followed, devices never opened. Other
 * file systems mounted inside are left out (their mount points are there, as below the mount).
 *
 * <p>This thread lists directories and writes the image, two more look at files and read them. The
 * order in the image is the order of names, so equal trees give equal images. A directory stays
 * open while its subdirectories are walked: the limit of open files bounds the depth. How many
 * names a directory has does not matter: what a few MiB do not hold lies in a scratch file.
 */
public final class DirectorySource implements TreeSource {
  private static final int READERS = 2;
  private static final int BATCHES = 12;

  private final Path directory;

  public DirectorySource(Path directory) {
    this.directory = directory;
  }

  @Override
  public void writeTo(ErofsWriter image, ImportProgress progress) throws IOException {
    Dir root = Dir.openConfined(directory);
    try (Walk walk = new Walk(image, progress)) {
      walk.run(root);
    }
  }

  /** A directory on the way down. */
  private static final class Level {
    private final SharedDir dir;
    private final ErofsWriter.Directory target;
    private final Listing names;

    private Level(SharedDir dir, ErofsWriter.Directory target, Listing names) {
      this.dir = dir;
      this.target = target;
      this.names = names;
    }
  }

  private record Pending(ReadBatch batch, Future<ReadBatch> result) {}

  private static final class Walk implements AutoCloseable {
    private final ErofsWriter image;
    private final ImportProgress progress;
    private final ExecutorService readers =
        Executors.newFixedThreadPool(
            READERS, Thread.ofPlatform().daemon().name("reader-", 0).factory());
    private final Deque<Level> path = new ArrayDeque<>();
    private final Deque<Pending> pending = new ArrayDeque<>();
    private final Deque<ByteBuffer> buffers = new ArrayDeque<>();
    private final LinkTable links = new LinkTable();
    private final Listings listings = new Listings(Path.of(System.getProperty("java.io.tmpdir")));
    private @Nullable ReadBatch filling;
    private long rootDevice;
    private long entries;
    private long bytes;

    private Walk(ErofsWriter image, ImportProgress progress) {
      this.image = image;
      this.progress = progress;
      for (int i = 0; i < BATCHES; i++) {
        buffers.add(ByteBuffer.allocateDirect(ReadBatch.BYTES));
      }
    }

    private void run(Dir root) throws IOException {
      SharedDir shared = new SharedDir(root);
      Stat stat = root.fd().stat();
      rootDevice = stat.device();
      image.attributes(image.root(), attributes(stat, root));
      enter(shared, image.root(), stat);
      while (!path.isEmpty()) {
        step(path.getLast());
      }
      submit();
      while (!pending.isEmpty()) {
        writeOldest();
      }
    }

    private void enter(SharedDir dir, ErofsWriter.Directory target, Stat stat) throws IOException {
      // In a confined walk other devices are subvolumes; outside of one they are mounts.
      boolean follow = dir.dir().isConfined() || stat.device() == rootDevice;
      Level level = new Level(dir, target, follow ? listings.of(dir.dir()) : listings.none());
      path.addLast(level);
      while (level.names.next()) {
        if (level.names.type() != FileType.DIRECTORY) {
          addEntry(level, level.names.name(), level.names.type());
        }
      }
      level.names.rewind();
    }

    private void addEntry(Level level, byte[] name, FileType type) throws IOException {
      if (type == FileType.UNKNOWN && level.dir.dir().stat(name).type() == FileType.DIRECTORY) {
        return; // its turn comes with the directories
      }
      if (filling == null) {
        filling = new ReadBatch(freeBuffer());
      }
      filling.add(new ReadEntry(level.dir, level.target, name, type));
      if (filling.isFull()) {
        submit();
      }
    }

    private ByteBuffer freeBuffer() throws IOException {
      while (buffers.isEmpty()) {
        writeOldest();
      }
      return buffers.removeFirst();
    }

    private void submit() {
      if (filling != null) {
        ReadBatch batch = filling;
        pending.addLast(new Pending(batch, readers.submit(batch::read)));
        filling = null;
      }
    }

    private void writeOldest() throws IOException {
      if (pending.isEmpty()) {
        submit();
      }
      Pending oldest = pending.removeFirst();
      try {
        ReadBatch batch = await(oldest.result);
        entries += batch.size();
        bytes += batch.write(image, links);
        progress.reached(entries, bytes);
      } finally {
        buffers.addLast(oldest.batch.buffer());
        oldest.batch.close();
      }
    }

    private static ReadBatch await(Future<ReadBatch> result) throws IOException {
      try {
        return result.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("import interrupted");
      } catch (ExecutionException e) {
        if (e.getCause() instanceof IOException io) {
          throw io;
        }
        throw new IllegalStateException(e.getCause());
      }
    }

    /** Enters the next subdirectory of a level, or leaves it. */
    private void step(Level level) throws IOException {
      while (level.names.next()) {
        FileType type = level.names.type();
        if (type == FileType.DIRECTORY || type == FileType.UNKNOWN) {
          if (enterChild(level, level.names.name())) {
            return;
          }
        }
      }
      path.removeLast().names.release();
      level.dir.release();
    }

    private boolean enterChild(Level level, byte[] name) throws IOException {
      Dir child;
      try {
        child = level.dir.dir().openDirectory(name);
      } catch (LinuxException e) {
        if (e.is(Errno.ENOTDIR) || e.is(Errno.ELOOP)) {
          return false; // a file of a file system without types, done already, or swapped
        }
        if (e.is(Errno.ENOENT)) {
          image.omissions().add(Omission.CHANGED_WHILE_READ);
          return false;
        }
        throw e;
      }
      SharedDir shared = new SharedDir(child);
      boolean entered = false;
      try {
        Stat stat = child.fd().stat();
        entries++;
        enter(shared, image.directory(level.target, name, attributes(stat, child)), stat);
        entered = true;
      } finally {
        if (!entered) {
          shared.release();
        }
      }
      return true;
    }

    private Attributes attributes(Stat stat, Dir dir) throws IOException {
      StatOmissions.count(stat, image.omissions());
      return Attributes.of(stat, XattrFilter.withoutMarks(dir.fd().xattrs(), image.omissions()));
    }

    @Override
    public void close() throws IOException {
      readers.shutdownNow();
      readers.close(); // waits, so that nothing uses a descriptor closed below
      if (filling != null) {
        filling.close();
      }
      pending.forEach(p -> p.batch.close());
      path.forEach(level -> level.dir.release());
      listings.close();
    }
  }
}
