package io.labvm.launcher.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;

/** The sources of the applications, known by their content. */
public final class SourceTree {
  /** Made by builds, or not part of any application. */
  private static final Set<String> OTHER =
      Set.of("target", "node_modules", ".git", "docs", "e2e", "bench", "launcher", "frontend");

  private final Path root;

  public SourceTree(Path root) {
    this.root = root;
  }

  /** The directory that holds {@code labvm} and {@code pom.xml}. */
  public Path root() {
    return root;
  }

  /** Twelve hex digits that change whenever an application could. */
  public String key() {
    return digest(root);
  }

  /** Twelve hex digits that change whenever this directory's content does. */
  public static String digest(Path directory) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path file : files(directory)) {
        Path name = directory.relativize(file);
        byte[] content = Files.readAllBytes(file);
        String mode = Files.isExecutable(file) ? "x" : "-";
        String head = name + "\0" + mode + content.length + "\0";
        digest.update(head.getBytes(StandardCharsets.UTF_8));
        digest.update(content);
      }
      return HexFormat.of().formatHex(digest.digest()).substring(0, 12);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Set<Path> files(Path directory) throws IOException {
    var files = new TreeSet<Path>();
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path sub, BasicFileAttributes attributes) {
            boolean skip = !sub.equals(directory) && isOther(sub);
            return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && !file.toString().endsWith(".md")) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }

  private static boolean isOther(Path directory) {
    String name = directory.getFileName().toString();
    return OTHER.contains(name) || directory.endsWith("src/test");
  }
}
