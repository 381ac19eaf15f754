package io.labvm.layers.index;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.durable.Durable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of an index: which there are, and how they come and go. */
final class IndexDirectory {
  private static final Pattern RUN = Pattern.compile("[0-9a-f]{16}-[0-9a-f]{16}\\.run");
  private static final String OWNER = "upper";
  private static final String LOST = "lost";

  private final Path path;
  private final String upper;
  private int temporaries;

  private IndexDirectory(Path path, String upper) {
    this.path = path;
    this.upper = upper;
  }

  static IndexDirectory open(Path path, String upper) throws IOException {
    return openLost(path, upper).notLost();
  }

  /** The same where there is one; makes nothing, also when it goes meanwhile. */
  static Optional<IndexDirectory> existing(Path path, String upper) throws IOException {
    return Files.exists(path.resolve(OWNER))
        ? Optional.of(of(path, upper).notLost())
        : Optional.empty();
  }

  private IndexDirectory notLost() throws LayerException {
    if (Files.exists(path.resolve(LOST))) {
      throw lost(path, "it is being made anew");
    }
    return this;
  }

  /** The same without looking at the state of its runs. */
  static IndexDirectory openLost(Path path, String upper) throws IOException {
    Durable.directories(path);
    Path owner = path.resolve(OWNER);
    if (Files.notExists(owner)) {
      requireEmpty(path);
      Path made = path.resolve(OWNER + ".tmp");
      Files.deleteIfExists(made);
      Durable.write(made, (upper + "\n").getBytes(StandardCharsets.US_ASCII));
      Durable.publish(made, owner);
    }
    return of(path, upper);
  }

  private static IndexDirectory of(Path path, String upper) throws IOException {
    Path owner = path.resolve(OWNER);
    String found = Files.readString(owner, StandardCharsets.ISO_8859_1).strip();
    if (!found.equals(upper)) {
      throw LayerException.about(
          LayerError.REFUSED, owner, path + " is the index of upper " + found + ", not " + upper);
    }
    IndexDirectory directory = new IndexDirectory(path, upper);
    directory.removeTemporaries();
    return directory;
  }

  private static void requireEmpty(Path path) throws IOException {
    try (Stream<Path> names = Files.list(path)) {
      if (names.anyMatch(p -> RUN.matcher(p.getFileName().toString()).matches())) {
        throw lost(path, "nothing says whose runs these are");
      }
    }
  }

  private void removeTemporaries() throws IOException {
    try (Stream<Path> names = Files.list(path)) {
      for (Path name : names.filter(p -> p.toString().endsWith(".tmp")).toList()) {
        Files.deleteIfExists(name);
      }
    }
  }

  String upper() {
    return upper;
  }

  RunWriter writer() throws IOException {
    return new RunWriter(path.resolve("run-" + temporaries++ + ".tmp"));
  }

  /** The runs that count, oldest first; those that a merged one covers are removed. */
  List<Run> openRuns() throws IOException {
    List<Run> all = new ArrayList<>();
    List<Run> chosen = new ArrayList<>();
    try {
      for (Path file : runFiles()) {
        all.add(openRun(file));
      }
      all.sort(
          Comparator.comparingLong((Run run) -> run.info().first())
              .thenComparingLong(run -> -run.info().last()));
      for (Run run : all) {
        choose(run, chosen);
      }
    } catch (IOException | RuntimeException e) {
      all.forEach(Run::close);
      throw e;
    }
    for (Run run : all) {
      if (!chosen.contains(run)) {
        delete(run);
      }
    }
    return chosen;
  }

  private List<Path> runFiles() throws IOException {
    try (Stream<Path> names = Files.list(path)) {
      return names.filter(p -> RUN.matcher(p.getFileName().toString()).matches()).toList();
    }
  }

  private Run openRun(Path file) throws IOException {
    Run run = Run.open(file);
    RunInfo info = run.info();
    if (!info.upper().equals(upper) || !file.equals(name(info.first(), info.last()))) {
      run.close();
      throw run.damaged(run.bytes(), "it belongs elsewhere");
    }
    return run;
  }

  private void choose(Run run, List<Run> chosen) throws LayerException {
    long covered = chosen.isEmpty() ? 0 : chosen.getLast().info().last();
    Head head = chosen.isEmpty() ? Head.NONE : chosen.getLast().info().head();
    if (run.info().last() <= covered) {
      return;
    }
    if (run.info().first() != covered + 1) {
      throw lost(path, "frame " + (covered + 1) + " is missing");
    }
    if (!run.info().predecessor().equals(head)) {
      throw lost(path, "frame " + run.info().first() + " follows another chain");
    }
    chosen.add(run);
  }

  private static LayerException lost(Path path, String why) {
    return LayerException.about(LayerError.DAMAGED, path, "index " + path + " is lost: " + why);
  }

  Run publish(RunWriter finished, long first, long last) throws IOException {
    Path target = name(first, last);
    Durable.publish(finished.file(), target);
    return Run.open(target);
  }

  private Path name(long first, long last) {
    return path.resolve("%016x-%016x.run".formatted(first, last));
  }

  void delete(Run run) throws IOException {
    run.close();
    Files.deleteIfExists(run.file());
  }

  void sync() throws IOException {
    Durable.sync(path);
  }

  /** Puts a finished run in the place of all others. Killed in between, the index stays lost. */
  void replaceAll(RunWriter finished) throws IOException {
    Path lost = path.resolve(LOST);
    if (Files.notExists(lost)) {
      Durable.write(lost, new byte[0]);
    }
    sync();
    for (Path file : runFiles()) {
      Files.deleteIfExists(file);
    }
    publish(finished, 1, 1).close();
    Files.delete(lost);
    sync();
  }
}
