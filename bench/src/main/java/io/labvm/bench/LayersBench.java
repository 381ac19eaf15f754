package io.labvm.bench;

import io.labvm.layers.moosefs.MooseFs;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;

/**
 * {@code labvm bench layers}: the layer engine beside the tools that do the same work, as tables in
 * Markdown on standard output and progress on the other stream. In each round all contenders run
 * one after another on the same warm page cache.
 */
public final class LayersBench {
  private static final int USAGE = 64;
  private static final List<Function<Site, Row>> ROWS =
      List.of(
          ImportRow::new,
          ScanRow::new,
          ShipRow::new,
          VisibleRow::new,
          IdleRow::new,
          SealRow::new,
          RestoreRow::new,
          FoldRow::new);

  private final Options options;
  private final PrintStream out;
  private final PrintStream progress;

  private LayersBench(Options options, PrintStream out, PrintStream progress) {
    this.options = options;
    this.out = out;
    this.progress = progress;
  }

  /** Runs it; the property {@code labvm.layer.command} is the engine's command, a word a line. */
  public static void main(String[] line) throws IOException {
    PrintStream out = stream(FileDescriptor.out);
    PrintStream progress = stream(FileDescriptor.err);
    try {
      new LayersBench(Options.parse(List.of(line)), out, progress).run();
    } catch (IllegalArgumentException e) {
      progress.println("labvm bench: " + e.getMessage() + "\n" + Options.USAGE);
      System.exit(USAGE);
    }
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  private void run() throws IOException {
    try (Programs programs = Programs.make();
        Ground ground = Ground.make(options.directory(), programs)) {
      String command = System.getProperty("labvm.layer.command", "");
      Engine engine = new Engine(command.lines().toList(), programs);
      out.println(circumstances());
      for (Options.Place place : options.stores()) {
        switch (place) {
          case DIRECTORY -> run(directory(ground, engine, programs));
          case MOOSEFS -> runOnMooseFs(ground, engine, programs);
        }
      }
    }
  }

  private String circumstances() throws IOException {
    return "%s, Linux %s, %d processors, Java %s, load %s, %d runs%s%n"
        .formatted(
            Instant.now().truncatedTo(ChronoUnit.MINUTES),
            System.getProperty("os.version"),
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("java.version"),
            Files.readString(Path.of("/proc/loadavg")).split(" ", -1)[0],
            options.runs(),
            options.quick() ? ", quick (a tenth of the data)" : "");
  }

  private Site directory(Ground ground, Engine engine, Programs programs) throws IOException {
    Path local = Files.createDirectories(ground.path().resolve("directory"));
    Path shared = Files.createDirectories(local.resolve("shared"));
    return new Site("plain directory", false, local, shared, engine, programs, options);
  }

  private void runOnMooseFs(Ground ground, Engine engine, Programs programs) throws IOException {
    Path local = Files.createDirectories(ground.path().resolve("moosefs"));
    try (MooseFs moosefs = MooseFs.start(local)) {
      Path shared = moosefs.client("bench").path();
      run(new Site("MooseFS", true, local, shared, engine, programs, options));
    }
  }

  private void run(Site site) throws IOException {
    for (Function<Site, Row> maker : ROWS) {
      Row row = maker.apply(site);
      if (options.only().isEmpty() || options.only().contains(row.name())) {
        out.println(measure(site, row).table());
      }
    }
  }

  private Results measure(Site site, Row row) throws IOException {
    String title = row.title() + ", " + site.title();
    try (row) {
      progress.println(row.name() + ": preparing");
      List<Contender> contenders = row.contenders();
      Results results = new Results(title, contenders.getFirst().name());
      rounds(row, contenders, results);
      return results;
    } catch (IOException e) {
      // what cannot be prepared ends this row, not the run
      Results results = new Results(title, "");
      results.fail("the whole row", String.valueOf(e.getMessage()));
      return results;
    }
  }

  private void rounds(Row row, List<Contender> contenders, Results results) {
    for (Contender contender : contenders) {
      for (int i = -contender.warmUps(); i < 0; i++) {
        round(results, contender, i);
      }
    }
    int rounds = row.rounds() > 0 ? row.rounds() : options.runs();
    for (int round = 0; round < rounds; round++) {
      for (Contender contender : contenders) {
        round(results, contender, round);
      }
    }
  }

  /** Rounds below 0 are for warming up. */
  private void round(Results results, Contender contender, int round) {
    if (results.hasFailed(contender.name())) {
      return;
    }
    try {
      Sample sample = contender.round(round);
      progress.printf("  %s, round %d: %.3f s%n", contender.name(), round, sample.wall());
      if (round >= 0) {
        results.add(contender.name(), sample);
      }
    } catch (IOException e) {
      progress.println("  " + contender.name() + ": " + e);
      results.fail(contender.name(), String.valueOf(e.getMessage()));
    }
  }
}
