package io.labvm.bench;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Trees of files of 4 KiB, 200 in a directory, and changes to them; the same for the same seed. */
final class Trees {
  private static final int IN_DIRECTORY = 200;
  private static final int SIZE = 4096;

  private Trees() {}

  /** Makes a tree of that many files. */
  static void make(Path root, int files, long seed) throws IOException {
    Random random = new Random(seed);
    for (int d = 0; d * IN_DIRECTORY < files; d++) {
      Path directory = Files.createDirectories(root.resolve("directory-" + d));
      for (int f = 0; f < Math.min(IN_DIRECTORY, files - d * IN_DIRECTORY); f++) {
        Files.write(directory.resolve("file-" + f), content(random));
      }
    }
  }

  /** The file that {@link #make} makes last. */
  static Path last(Path root, int files) {
    int number = files - 1;
    Path directory = root.resolve("directory-" + number / IN_DIRECTORY);
    return directory.resolve("file-" + number % IN_DIRECTORY);
  }

  private static byte[] content(Random random) {
    byte[] content = new byte[SIZE];
    random.nextBytes(content);
    return content;
  }

  /**
   * Changes a tree in about {@code count} places: 70 % files rewritten, 17 % files deleted, 10 %
   * files new, 1 % attributes of directories, and two directories replaced by new ones of the same
   * name.
   */
  static void change(Path root, int files, int count, long seed) throws IOException {
    Random random = new Random(seed);
    for (int i = 0; i < count; i++) {
      int kind = i * 100 / count;
      Path directory = root.resolve("directory-" + random.nextInt(files / IN_DIRECTORY));
      Path file = directory.resolve("file-" + random.nextInt(IN_DIRECTORY));
      if (kind < 70) {
        Files.write(file, content(random));
      } else if (kind < 87) {
        Files.deleteIfExists(file);
      } else if (kind < 98) {
        Files.write(directory.resolve("new-" + seed + "-" + i), content(random));
      } else {
        Files.setPosixFilePermissions(
            directory, PosixFilePermissions.fromString(i % 2 == 0 ? "rwxr-x---" : "rwxr-xr-x"));
      }
    }
    replace(root.resolve("directory-" + random.nextInt(files / IN_DIRECTORY)), random);
    replace(root.resolve("directory-" + random.nextInt(files / IN_DIRECTORY)), random);
  }

  private static void replace(Path directory, Random random) throws IOException {
    remove(directory);
    Files.createDirectory(directory);
    Files.write(directory.resolve("file-0"), content(random));
  }

  /** Removes a tree, following no link. */
  static void remove(Path tree) throws IOException {
    if (Files.notExists(tree, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(tree)) {
      paths = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.delete(path);
    }
  }

  /** How many files lie in a tree under their own names, while others make and rename them. */
  static long count(Path root) throws IOException {
    AtomicLong files = new AtomicLong();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            // rsync writes under a hidden name first
            if (attributes.isRegularFile() && !file.getFileName().toString().startsWith(".")) {
              files.incrementAndGet();
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
    return files.get();
  }
}
