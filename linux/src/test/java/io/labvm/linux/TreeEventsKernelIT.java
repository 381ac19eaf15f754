package io.labvm.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.linux.TreeEvents.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both sources tell the same of the same changes. */
class TreeEventsKernelIT {
  @TempDir private Path temporary;
  private Path tree;
  private final Told told = new Told();

  /** What was told, as {@code changed path} and so on; the tree's number comes before a colon. */
  private static class Told implements TreeEvents.Listener {
    private final Set<String> all = new TreeSet<>();

    @Override
    public void changed(int tree, byte[] path) {
      all.add(tree + ":changed " + text(path));
    }

    @Override
    public void arrived(int tree, byte[] path) {
      all.add(tree + ":arrived " + text(path));
    }

    @Override
    public void lost(int tree) {
      all.add(tree + ":lost");
    }

    @Override
    public void blind(int tree) {
      all.add(tree + ":blind");
    }

    private static String text(byte[] path) {
      return new String(path, StandardCharsets.UTF_8);
    }
  }

  @BeforeEach
  void makeTree() throws Exception {
    tree = Files.createDirectories(temporary.toRealPath().resolve("upper"));
    Files.createDirectories(tree.resolve("a/b/c"));
    Files.createDirectories(tree.resolve("x"));
    Files.writeString(tree.resolve("a/b/file"), "content");
  }

  private TreeEvents open(Source source) throws Exception {
    TreeEvents events = TreeEvents.open(source);
    assertThat(events.watch(1, tree)).isTrue();
    return events;
  }

  private Set<String> drained(TreeEvents events) throws Exception {
    told.all.clear();
    events.drain(told);
    return told.all;
  }

  @ParameterizedTest
  @EnumSource(Source.class)
  void every_kind_of_change_names_what_changed(Source source) throws Exception {
    try (TreeEvents events = open(source)) {
      assertThat(drained(events)).isEmpty();
      Files.writeString(tree.resolve("new"), "new");
      assertThat(drained(events)).contains("1:changed new");
      Files.writeString(tree.resolve("a/b/file"), "more", StandardOpenOption.APPEND);
      assertThat(drained(events)).containsExactly("1:changed a/b/file");
      Files.setPosixFilePermissions(
          tree.resolve("a/b/file"), PosixFilePermissions.fromString("rw-rw-rw-"));
      assertThat(drained(events)).containsExactly("1:changed a/b/file");
      Files.setPosixFilePermissions(
          tree.resolve("a/b"), PosixFilePermissions.fromString("rwxrwxrwx"));
      assertThat(drained(events)).contains("1:changed a/b");
      Files.setPosixFilePermissions(tree, PosixFilePermissions.fromString("rwxrwxrwx"));
      assertThat(drained(events)).containsExactly("1:changed ");
      Files.createLink(tree.resolve("a/linked"), tree.resolve("a/b/file"));
      assertThat(drained(events)).contains("1:changed a/linked");
      Files.delete(tree.resolve("a/b/file"));
      assertThat(drained(events)).contains("1:changed a/b/file");
      Files.createSymbolicLink(tree.resolve("a/symbolic"), Path.of("nowhere"));
      assertThat(drained(events)).containsExactly("1:changed a/symbolic");
    }
  }

  /** Linux opens it by its handle as long as a process has it open, and names it "(deleted)". */
  @ParameterizedTest
  @EnumSource(Source.class)
  void a_removed_directory_that_is_open_has_no_other_name(Source source) throws Exception {
    Path gone = Files.createDirectory(tree.resolve("x/gone"));
    try (TreeEvents events = open(source);
        Fd _ = Fd.open(gone)) {
      Files.writeString(gone.resolve("file"), "content");
      Files.delete(gone.resolve("file"));
      Files.delete(gone);
      assertThat(drained(events)).contains("1:changed x/gone").noneMatch(t -> t.contains("(del"));
    }
  }

  @ParameterizedTest
  @EnumSource(Source.class)
  void a_renamed_directory_is_told_at_both_ends_and_followed(Source source) throws Exception {
    try (TreeEvents events = open(source)) {
      Files.move(tree.resolve("a/b"), tree.resolve("x/moved"));
      assertThat(drained(events)).contains("1:changed a/b", "1:arrived x/moved");
      Files.writeString(tree.resolve("x/moved/c/deep"), "deep");
      assertThat(drained(events)).contains("1:changed x/moved/c/deep");
      Files.createDirectory(tree.resolve("a/b"));
      assertThat(drained(events)).contains("1:arrived a/b");
      Files.writeString(tree.resolve("a/b/again"), "again");
      assertThat(drained(events)).contains("1:changed a/b/again");
    }
  }

  @ParameterizedTest
  @EnumSource(Source.class)
  void a_directory_renamed_over_an_empty_one_takes_its_name(Source source) throws Exception {
    Files.createDirectory(tree.resolve("empty"));
    try (TreeEvents events = open(source)) {
      Files.move(tree.resolve("a/b"), tree.resolve("empty"), StandardCopyOption.REPLACE_EXISTING);
      assertThat(drained(events)).contains("1:changed a/b", "1:arrived empty");
      Files.writeString(tree.resolve("empty/c/deep"), "deep");
      assertThat(drained(events)).contains("1:changed empty/c/deep");
    }
  }

  @ParameterizedTest
  @EnumSource(Source.class)
  void exchanged_directories_are_both_followed(Source source) throws Exception {
    Files.createDirectories(tree.resolve("x/y/z"));
    try (TreeEvents events = open(source)) {
      Commands.run("python3", "-c", EXCHANGE, tree + "/a", tree + "/x");
      assertThat(drained(events)).contains("1:arrived a", "1:arrived x");
      Files.writeString(tree.resolve("a/y/z/deep"), "deep");
      Files.writeString(tree.resolve("x/b/c/deep"), "deep");
      assertThat(drained(events)).contains("1:changed a/y/z/deep", "1:changed x/b/c/deep");
    }
  }

  private static final String EXCHANGE =
      """
      import ctypes, os, sys
      if ctypes.CDLL(None).renameat2(-100, sys.argv[1].encode(), -100, sys.argv[2].encode(), 2):
          sys.exit("renameat2 failed")
      """;

  /** A directory that is looked through shows what only later events tell. */
  @ParameterizedTest
  @EnumSource(Source.class)
  void a_directory_that_lies_below_its_own_old_place_by_now_is_followed(Source source)
      throws Exception {
    try (TreeEvents events = open(source)) {
      Files.createDirectory(tree.resolve("a/b/new"));
      Files.move(tree.resolve("a"), tree.resolve("z"));
      Files.createDirectories(tree.resolve("a/b/new"));
      Files.move(tree.resolve("z"), tree.resolve("a/b/new/old"));
      assertThat(drained(events)).contains("1:changed z");
      Files.writeString(tree.resolve("a/b/new/old/b/c/deep"), "deep");
      assertThat(drained(events)).contains("1:changed a/b/new/old/b/c/deep");
      Files.writeString(tree.resolve("a/b/new/other"), "other");
      assertThat(drained(events)).contains("1:changed a/b/new/other");
    }
  }

  @ParameterizedTest
  @EnumSource(Source.class)
  void what_happens_outside_is_not_told(Source source) throws Exception {
    Path outside = Files.createDirectories(tree.resolveSibling("outside"));
    Path neighbour = Files.createDirectories(tree.resolveSibling("upper-2"));
    try (TreeEvents events = open(source)) {
      Files.writeString(outside.resolve("file"), "outside");
      Files.writeString(neighbour.resolve("file"), "outside");
      assertThat(drained(events)).isEmpty();
      Files.createDirectories(outside.resolve("came/in"));
      Files.move(outside.resolve("came"), tree.resolve("came"));
      assertThat(drained(events)).contains("1:arrived came");
      Files.writeString(tree.resolve("came/in/file"), "inside");
      assertThat(drained(events)).contains("1:changed came/in/file");
      Files.move(tree.resolve("came"), outside.resolve("left"));
      assertThat(drained(events)).containsExactly("1:changed came");
      Files.writeString(outside.resolve("left/in/file"), "outside");
      assertThat(drained(events)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Source.class)
  void trees_come_and_go_in_one_group(Source source) throws Exception {
    Path second = Files.createDirectories(tree.resolveSibling("second"));
    try (TreeEvents events = open(source)) {
      assertThat(events.watch(2, second)).isTrue();
      Files.writeString(tree.resolve("one"), "1");
      Files.writeString(second.resolve("two"), "2");
      assertThat(drained(events)).contains("1:changed one", "2:changed two");
      events.unwatch(1);
      Files.writeString(tree.resolve("one"), "1");
      Files.writeString(second.resolve("two"), "2");
      assertThat(drained(events)).containsExactly("2:changed two");
      events.unwatch(2);
      Files.writeString(second.resolve("two"), "2");
      assertThat(drained(events)).isEmpty();
      assertThat(events.await(0)).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(Source.class)
  void a_directory_too_deep_for_any_path_is_not_forgotten(Source source) throws Exception {
    String name = "d".repeat(250);
    try (TreeEvents events = open(source)) {
      // Relative steps: 20 of these names are longer than PATH_MAX.
      Commands.run(
          "python3",
          "-c",
          """
          import os, sys
          os.chdir(sys.argv[1])
          for i in range(20):
              os.mkdir(sys.argv[2]); os.chdir(sys.argv[2])
          """,
          tree.toString(),
          name);
      Set<String> first = drained(events);
      assertThat(first.contains("1:blind") || first.contains("1:arrived " + name)).isTrue();
      if (source == Source.FANOTIFY) {
        Commands.run(
            "python3",
            "-c",
            """
            import os, sys
            os.chdir(sys.argv[1])
            for i in range(20):
                os.chdir(sys.argv[2])
            open("deep", "w").close()
            """,
            tree.toString(),
            name);
        assertThat(drained(events)).anyMatch(s -> s.startsWith("1:arrived " + name + "/"));
      }
    } finally {
      Commands.run("rm", "-rf", tree.toString()); // a path the JDK cannot remove
    }
  }

  @ParameterizedTest
  @EnumSource(Source.class)
  void a_drain_ends_though_every_event_brings_another(Source source) throws Exception {
    try (TreeEvents events = open(source)) {
      Files.writeString(tree.resolve("first"), "first");
      AtomicInteger seen = new AtomicInteger();
      events.drain(
          new Told() {
            @Override
            public void changed(int number, byte[] path) {
              try {
                Files.setLastModifiedTime(
                    tree.resolve("first"), FileTime.fromMillis(seen.incrementAndGet()));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            }
          });
      assertThat(seen.get()).isPositive();
      assertThat(events.await(0)).isTrue();
      assertThat(drained(events)).containsExactly("1:changed first");
    }
  }
}
