package io.labvm.layers.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.delta.NameState;
import io.labvm.layers.delta.TreePath;
import io.labvm.layers.durable.FaultPoint;
import io.labvm.linux.FileType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The index against a plain map, under random frames, merges, roll-backs, kills and damage. */
class IndexTest {
  private static final String UPPER = "upper-1";
  private static final List<NameState> STATES = List.of(NameState.values());

  @TempDir private Path temporary;

  @AfterEach
  void noMoreFaults() {
    FaultPoint.onReach(null);
  }

  private Path place() {
    return temporary.resolve("index");
  }

  private Index open() throws IOException {
    return Index.open(place(), UPPER);
  }

  private static TreePath path(String text) {
    return TreePath.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Head head(long segment) {
    byte[] digest = new byte[Digest.BYTES];
    digest[0] = (byte) segment;
    digest[1] = (byte) (segment >> 8);
    return new Head(segment, Digest.of(digest));
  }

  private static IndexEntry entry(String path, NameState state, int salt) {
    if (state == NameState.WHITEOUT) {
      return IndexEntry.whiteout(path(path));
    }
    boolean directory = state.isDirectory();
    byte[] bytes = new byte[Digest.BYTES];
    bytes[3] = (byte) salt;
    Digest digest = salt % 3 == 0 ? null : Digest.of(bytes);
    int type = (directory ? FileType.DIRECTORY : FileType.REGULAR).modeBits();
    Shown shown =
        new Shown(
            type | 0640,
            salt,
            -salt,
            -5L * salt,
            salt,
            directory ? 0 : salt & 1,
            0,
            directory ? 0 : salt,
            digest,
            directory ? null : digest);
    Token token = new Token(salt * 7L, salt, salt, salt % 2 == 0);
    return new IndexEntry(path(path), state, !directory && salt % 5 == 0, token, shown);
  }

  private static List<IndexEntry> all(Index index) throws IOException {
    List<IndexEntry> found = new ArrayList<>();
    IndexCursor cursor = index.iterate();
    for (IndexEntry entry = cursor.next(); entry != null; entry = cursor.next()) {
      found.add(entry);
    }
    return found;
  }

  private static void commit(Index index, long segment, IndexEntry... entries) throws IOException {
    try (Frame frame = index.frame()) {
      for (IndexEntry entry : entries) {
        frame.put(entry);
      }
      index.commit(frame, head(segment));
    }
  }

  @Test
  void lookingForAnIndexMakesNone() throws IOException {
    assertThat(Index.existing(place(), UPPER)).isEmpty();
    assertThat(place()).doesNotExist();

    Files.createDirectories(place());
    assertThat(Index.existing(place(), UPPER)).isEmpty();
    assertThat(place()).isEmptyDirectory();

    open().close();
    try (Index found = Index.existing(place(), UPPER).orElseThrow()) {
      assertThat(found.head()).isEqualTo(Head.NONE);
    }
  }

  @Test
  void theNewestWordAboutANameCounts() throws Exception {
    IndexEntry root = entry("", NameState.DIRECTORY, 1);
    try (Index index = open()) {
      assertThat(index.head()).isEqualTo(Head.NONE);
      commit(index, 1, root, entry("a", NameState.NODE, 2), entry("b", NameState.NODE, 3));
      commit(index, 4, entry("b", NameState.WHITEOUT, 0), entry("c", NameState.NODE, 5));
      assertThat(index.lookup(path("b"))).isEqualTo(IndexEntry.whiteout(path("b")));
      assertThat(index.lookup(path("zz"))).isNull();
      assertThat(index.lookup(path("a/below/a/file"))).isNull();
    }
    try (Index index = open()) {
      assertThat(index.head()).isEqualTo(head(4));
      assertThat(all(index))
          .containsExactly(
              root,
              entry("a", NameState.NODE, 2),
              entry("b", NameState.WHITEOUT, 0),
              entry("c", NameState.NODE, 5));
    }
  }

  @Test
  void aReplacedDirectoryKeepsNothingOfBefore() throws Exception {
    try (Index index = open()) {
      commit(
          index,
          1,
          entry("d", NameState.DIRECTORY, 1),
          entry("d/old", NameState.DIRECTORY, 1),
          entry("d/old/file", NameState.NODE, 1));
      try (Frame frame = index.frame()) {
        frame.replace(entry("d", NameState.OPAQUE_DIRECTORY, 2));
        frame.put(entry("d/new", NameState.NODE, 2));
        index.commit(frame, head(2));
      }
      commit(index, 3, entry("d", NameState.OPAQUE_DIRECTORY, 3));
      assertThat(index.lookup(path("d/old/file"))).isNull();
      assertThat(all(index))
          .containsExactly(
              entry("d", NameState.OPAQUE_DIRECTORY, 3), entry("d/new", NameState.NODE, 2));
    }
  }

  @Test
  void aNodeOverADirectoryDropsWhatWasBelow() throws Exception {
    try (Index index = open()) {
      commit(index, 1, entry("d", NameState.DIRECTORY, 1), entry("d/f", NameState.NODE, 1));
      commit(index, 2, entry("d", NameState.NODE, 2));
      commit(index, 3, entry("d", NameState.DIRECTORY, 3));
      assertThat(index.lookup(path("d/f"))).isNull();
      assertThat(all(index)).containsExactly(entry("d", NameState.DIRECTORY, 3));
    }
  }

  @Test
  void aFrameForTokensOnlyKeepsTheHead() throws Exception {
    try (Index index = open()) {
      commit(index, 3, entry("a", NameState.NODE, 1));
      commit(index, 3, entry("a", NameState.NODE, 2));
      assertThat(index.head()).isEqualTo(head(3));
      assertThat(index.dropAfter(3)).isEqualTo(head(3));
      assertThat(index.lookup(path("a"))).isEqualTo(entry("a", NameState.NODE, 2));
      assertThat(index.dropAfter(2)).isEqualTo(Head.NONE);
      assertThat(all(index)).isEmpty();
    }
  }

  @Test
  void anotherUppersIndexIsRefused() throws Exception {
    open().close();
    assertThatThrownBy(() -> Index.open(place(), "upper-2"))
        .isInstanceOfSatisfying(
            LayerException.class, e -> assertThat(e.error()).isEqualTo(LayerError.REFUSED));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void randomFramesGiveWhatAMapGives(long seed) throws Exception {
    Random random = new Random(seed);
    List<TreeMap<TreePath, IndexEntry>> history = new ArrayList<>();
    List<Long> segments = new ArrayList<>(List.of(0L));
    history.add(new TreeMap<>());
    long sealed = 0;
    Index index = open();
    for (int step = 0; step < 150; step++) {
      switch (random.nextInt(12)) {
        case 0 -> {
          index.close();
          index = open();
        }
        case 1 -> {
          sealed = segments.get(random.nextInt(segments.size()));
          index.compact(head(sealed));
        }
        case 2, 3, 4 -> index.compact(head(sealed));
        case 5 -> {
          long back = segments.get(Math.max(0, segments.size() - 1 - random.nextInt(3)));
          long reached = index.dropAfter(back).segment();
          assertThat(reached).isLessThanOrEqualTo(back);
          while (segments.getLast() > reached) {
            segments.removeLast();
            history.removeLast();
          }
        }
        default -> {
          TreeMap<TreePath, IndexEntry> model = new TreeMap<>(history.getLast());
          long next = segments.getLast() + 1 + random.nextInt(3);
          try (Frame frame = index.frame()) {
            fill(frame, model, random);
            index.commit(frame, head(next));
          }
          segments.add(next);
          history.add(model);
        }
      }
      assertThat(index.head().segment()).isEqualTo(segments.getLast());
      assertThat(all(index)).isEqualTo(List.copyOf(history.getLast().values()));
      for (int i = 0; i < 5; i++) {
        TreePath path = path(randomPath(random));
        assertThat(index.lookup(path)).isEqualTo(history.getLast().get(path));
        assertThat(below(index, path))
            .isEqualTo(
                history.getLast().tailMap(path, false).values().stream()
                    .takeWhile(e -> e.path().isBelow(path))
                    .toList());
      }
    }
    assertThat(index.runs()).isLessThan(40);
    index.close();
  }

  private static List<IndexEntry> below(Index index, TreePath path) throws IOException {
    Look look = index.root();
    for (TreePath at : ancestors(path)) {
      look = look.child(at.name());
    }
    IndexCursor cursor = look.below();
    List<IndexEntry> found = new ArrayList<>();
    for (IndexEntry entry = cursor.next(); entry != null; entry = cursor.next()) {
      found.add(entry);
    }
    return found;
  }

  /** The names from below the root to a path, itself included. */
  private static List<TreePath> ancestors(TreePath path) {
    List<TreePath> names = new ArrayList<>();
    for (TreePath at = path; !at.isRoot(); at = at.parent()) {
      names.addFirst(at);
    }
    return names;
  }

  /** Random words about random names; the model does the same the plain way. */
  private static void fill(Frame frame, Map<TreePath, IndexEntry> model, Random random)
      throws IOException {
    Set<TreePath> names = new TreeSet<>();
    for (int i = random.nextInt(60); i >= 0; i--) {
      names.add(path(randomPath(random)));
    }
    TreePath closed = null;
    for (TreePath name : names) {
      if (closed != null && name.isBelow(closed)) {
        continue;
      }
      NameState state = STATES.get(random.nextInt(STATES.size()));
      String text = new String(name.bytes(), StandardCharsets.UTF_8);
      IndexEntry entry = entry(text, state, random.nextInt(100));
      boolean replace = random.nextInt(4) == 0;
      if (random.nextInt(5) == 0 && !name.isRoot()) {
        frame.remove(name);
        model.keySet().removeIf(p -> p.equals(name) || p.isBelow(name));
        closed = name;
      } else {
        if (!state.isDirectory() || replace) {
          model.keySet().removeIf(p -> p.isBelow(name));
        }
        closed = state.isDirectory() ? closed : name;
        model.put(name, entry);
        if (replace && state.isDirectory()) {
          frame.replace(entry);
        } else {
          frame.put(entry);
        }
      }
    }
  }

  private static String randomPath(Random random) {
    StringBuilder path = new StringBuilder();
    for (int depth = random.nextInt(4); depth >= 0; depth--) {
      path.append(path.isEmpty() ? "" : "/").append((char) ('a' + random.nextInt(5)));
      if (random.nextInt(4) == 0) {
        path.append("!-a-longer-name-".repeat(random.nextInt(12)));
      }
    }
    return path.toString();
  }

  @Test
  void aKillAnywhereLeavesOldOrNew() throws Exception {
    List<String> reached = new ArrayList<>();
    for (int kill = 0; kill < 40; kill++) {
      Path place = temporary.resolve("kill-" + kill);
      List<List<IndexEntry>> allowed = new ArrayList<>(List.of(List.of()));
      killedAt(kill, place, allowed, reached);
      FaultPoint.onReach(null);
      try (Index index = Index.open(place, UPPER)) {
        assertThat(allowed).contains(all(index));
        compactFully(index);
        assertThat(allowed).contains(all(index));
        try (Stream<Path> files = Files.list(place)) {
          assertThat(files.filter(f -> f.toString().endsWith(".tmp"))).isEmpty();
        }
      }
    }
    assertThat(reached)
        .contains(
            "index.commit.before",
            "index.commit.written",
            "index.commit.after",
            "index.compact.written",
            "index.compact.published",
            "index.compact.deleted");
  }

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Twelve commits and a merge, ended at the n-th fault point; the last two states may be seen. */
  private static void killedAt(
      int n, Path place, List<List<IndexEntry>> allowed, List<String> reached) {
    int[] left = {n};
    FaultPoint.onReach(
        name -> {
          reached.add(name);
          if (left[0]-- == 0) {
            throw new Killed();
          }
        });
    try (Index index = Index.open(place, UPPER)) {
      for (int i = 1; i <= 12; i++) {
        List<IndexEntry> next = new ArrayList<>(allowed.getLast());
        IndexEntry entry = entry("n%02d".formatted(i), NameState.NODE, i);
        next.add(entry);
        allowed.add(next);
        commit(index, i, entry);
        allowed.subList(0, allowed.size() - 1).clear();
      }
      compactFully(index);
    } catch (Killed | IOException e) {
      assertThat(e).isInstanceOf(Killed.class);
    }
  }

  private static void compactFully(Index index) throws IOException {
    index.compact(index.head());
  }

  @Test
  void damageAnywhereIsToldAndNeverAnswersWrongly() throws Exception {
    List<IndexEntry> entries = new ArrayList<>();
    try (Index index = open()) {
      for (int i = 0; i < 2000; i++) {
        entries.add(entry("name-%06d".formatted(i), NameState.NODE, i));
      }
      commit(index, 1, entries.toArray(IndexEntry[]::new));
    }
    Path run = onlyRun();
    byte[] sound = Files.readAllBytes(run);
    Random random = new Random(5);
    for (int i = 0; i < 120; i++) {
      byte[] broken = sound.clone();
      int at = 16 + random.nextInt(broken.length - 16);
      broken[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(run, broken);
      assertThat(answers()).isIn(null, entries);
      Files.write(run, java.util.Arrays.copyOf(sound, random.nextInt(sound.length)));
      assertThat(answers()).isNull();
    }
    Files.write(run, sound);
    assertThat(answers()).isEqualTo(entries);
  }

  /** All entries, or null when the index says that it is damaged. */
  private @Nullable List<IndexEntry> answers() throws IOException {
    try (Index index = open()) {
      return all(index);
    } catch (LayerException e) {
      assertThat(e.error()).isEqualTo(LayerError.DAMAGED);
      return null;
    }
  }

  private Path onlyRun() throws IOException {
    try (Stream<Path> files = Files.list(place())) {
      return files.filter(f -> f.toString().endsWith(".run")).findFirst().orElseThrow();
    }
  }

  @Test
  void aMissingFrameInTheMiddleIsAnIndexLost() throws Exception {
    try (Index index = open()) {
      for (int i = 1; i <= 3; i++) {
        commit(index, i, entry("n" + i, NameState.NODE, i));
      }
    }
    Files.delete(place().resolve("%016x-%016x.run".formatted(2, 2)));
    assertThatThrownBy(this::open)
        .isInstanceOfSatisfying(
            LayerException.class, e -> assertThat(e.error()).isEqualTo(LayerError.DAMAGED));
  }

  @Test
  void entriesAreSmallOnDisk() throws Exception {
    try (Index index = open();
        Frame frame = index.frame()) {
      for (int i = 0; i < 50_000; i++) {
        String path =
            "usr/share/some/where/deep/down/the/tree/d%03d/file-%07d".formatted(i / 100, i);
        frame.put(entry(path, NameState.NODE, 1 + i % 2));
      }
      index.commit(frame, head(1));
      assertThat(index.bytes() / 50_000).isLessThan(200);
      assertThat(index.lookup(path("usr/share/some/where/deep/down/the/tree/d400/file-0040000")))
          .isNotNull();
    }
  }
}
