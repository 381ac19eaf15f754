package io.labvm.layers.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.layers.command.LayerCommand;
import io.labvm.layers.durable.FaultPoint;
import io.labvm.layers.json.JsonDocument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code labvm layer sync --json} of a desktop, in a process of its own. */
final class SyncProcess implements AutoCloseable {
  private final Process process;
  private final Path out;
  private final Path err;

  private SyncProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  static SyncProcess start(Desktop desktop, String... more) throws IOException {
    return killedAt("", desktop, more);
  }

  /** One that ends like by SIGKILL at a {@link FaultPoint}. */
  static SyncProcess killedAt(String point, Desktop desktop, String... more) throws IOException {
    return start(point, List.of(), desktop, more);
  }

  /** One for which signals are kept back until it takes them, as {@code ./labvm} does. */
  static SyncProcess withSignalsKept(Desktop desktop) throws IOException {
    return start("", List.of("env", "--block-signal=TERM,INT", "LABVM_SIGNALS_KEPT=1"), desktop);
  }

  private static SyncProcess start(
      String point, List<String> before, Desktop desktop, String... more) throws IOException {
    List<String> words = new ArrayList<>(before);
    words.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    words.addAll(before.isEmpty() ? List.of() : List.of("-Xrs"));
    words.add("--enable-native-access=ALL-UNNAMED");
    words.add("-Xmx256m");
    words.add("-D" + FaultPoint.PROPERTY + "=" + point);
    words.addAll(List.of("-cp", System.getProperty("java.class.path")));
    words.addAll(List.of(LayerCommand.class.getName(), "sync", "--json"));
    words.addAll(List.of("--store", desktop.storeRoot.toString()));
    words.addAll(List.of("--desktop", Desktop.KEY.toString()));
    words.addAll(List.of("--state", desktop.state().root().toString()));
    words.addAll(List.of(more));
    Path out = Files.createTempFile(desktop.home, "sync", ".out");
    Path err = Files.createTempFile(desktop.home, "sync", ".err");
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    return new SyncProcess(builder.start(), out, err);
  }

  /** What it said so far, each line an object. */
  List<JsonDocument> lines() throws IOException {
    String said = Files.readString(out);
    List<JsonDocument> lines = new ArrayList<>();
    for (String line : said.substring(0, said.lastIndexOf('\n') + 1).lines().toList()) {
      lines.add(JsonDocument.parse(out, line.getBytes(StandardCharsets.UTF_8)));
    }
    return lines;
  }

  private long count(String event) throws IOException {
    long count = 0;
    for (JsonDocument line : lines()) {
      count += line.text("event").equals(event) ? 1 : 0;
    }
    return count;
  }

  /** Waits until it told so many events of a kind; fails when it ends before. */
  void awaitEvents(String event, long number) throws Exception {
    Await.until(
        () -> {
          boolean runs = process.isAlive();
          boolean come = count(event) >= number;
          assertThat(runs || come).as(() -> "it ended: " + said()).isTrue();
          return come;
        });
  }

  /** Waits until Java is about to start. */
  void awaitStarted() throws Exception {
    Path line = Path.of("/proc/" + process.pid() + "/cmdline");
    Await.until(() -> Files.readString(line).startsWith(System.getProperty("java.home")));
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /** SIGKILL. */
  void kill() {
    Process ignored = process.destroyForcibly().onExit().join();
  }

  int exit() throws InterruptedException {
    assertThat(process.waitFor(Await.LIMIT.toSeconds(), TimeUnit.SECONDS)).as(this::said).isTrue();
    return process.exitValue();
  }

  /** For messages. */
  String said() {
    try {
      return Files.readString(out) + Files.readString(err);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() {
    kill();
  }
}
