package io.labvm.layers.command;

import io.labvm.layers.json.Json;
import io.labvm.layers.store.DesktopKey;
import io.labvm.layers.store.Store;
import io.labvm.layers.sync.RecoveryPoint;
import io.labvm.layers.sync.SyncEngine;
import io.labvm.layers.sync.SyncListener;
import io.labvm.layers.sync.SyncResult;
import io.labvm.layers.sync.SyncSettings;
import io.labvm.layers.sync.SyncedUpper;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * {@code sync} without {@code --once}: one line per event until SIGTERM, at which the last batch is
 * shipped and the process ends with 0.
 */
final class ContinuousSync implements SyncListener {
  private final PrintStream out;
  private final boolean json;
  private final CountDownLatch failed = new CountDownLatch(1);
  private volatile Optional<Exception> cause = Optional.empty();

  private ContinuousSync(PrintStream out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /** Comes back only by an exception. */
  static Answer run(
      Store store, SyncedUpper place, SyncSettings settings, PrintStream out, boolean json)
      throws IOException {
    ContinuousSync events = new ContinuousSync(out, json);
    SyncEngine engine = new SyncEngine(settings, events);
    Thread ending = Thread.ofPlatform().unstarted(() -> end(engine, events));
    Runtime.getRuntime().addShutdownHook(ending);
    engine.add(store, place);
    try {
      events.failed.await();
      unlessEnding(ending);
      engine.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("sync");
    }
    Exception why = events.cause.orElseThrow();
    if (why instanceof IOException io) {
      throw io;
    }
    throw new IllegalStateException("sync ended", why);
  }

  private static void unlessEnding(Thread ending) throws InterruptedException {
    try {
      boolean ignored = Runtime.getRuntime().removeShutdownHook(ending);
    } catch (IllegalStateException e) {
      ending.join(); // told to end already: it halts
    }
  }

  /** A process that ends by a signal would have its number as exit code. */
  private static void end(SyncEngine engine, ContinuousSync events) {
    int exit;
    try {
      engine.close();
      exit = events.cause.isPresent() ? LayerCommand.REFUSED : 0;
    } catch (IOException e) {
      exit = LayerCommand.REFUSED;
    }
    events.out.flush();
    Runtime.getRuntime().halt(exit);
  }

  @Override
  public void shipped(DesktopKey desktop, SyncResult result, RecoveryPoint now) {
    Map<String, Object> line = line("shipped", now);
    line.put("segments", result.segments());
    line.put("entries", result.entries());
    line.put("bytes", result.bytes());
    line.put("unstable", result.unstable());
    line.put("seconds", Math.round(result.seconds() * 1e3) / 1e3);
    NotKept.put(line, result.notKept());
    print(
        line,
        "%d segment(s), %d entries, %d bytes%s"
            .formatted(
                result.segments(),
                result.entries(),
                result.bytes(),
                NotKept.text(result.notKept())));
  }

  @Override
  public void waiting(DesktopKey desktop, IOException why, RecoveryPoint now) {
    Map<String, Object> line = line("waiting", now);
    line.put("message", String.valueOf(why.getMessage()));
    print(line, "waiting: " + why.getMessage());
  }

  @Override
  public void ended(DesktopKey desktop, Optional<Exception> why, RecoveryPoint now) {
    Map<String, Object> line = line("ended", now);
    why.ifPresent(e -> line.put("message", String.valueOf(e.getMessage())));
    print(line, "ended" + why.map(e -> ": " + e.getMessage()).orElse(""));
    cause = why;
    if (why.isPresent()) {
      failed.countDown();
    }
  }

  private static Map<String, Object> line(String event, RecoveryPoint now) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("event", event);
    now.oldest().ifPresent(t -> line.put("oldest", t.toString()));
    line.put("files", now.files());
    line.put("waitingBytes", now.bytes());
    now.behindSince().ifPresent(t -> line.put("behindSince", t.toString()));
    line.put(
        "mode", now.source().map(s -> s.name().toLowerCase(java.util.Locale.ROOT)).orElse("scan"));
    return line;
  }

  private synchronized void print(Map<String, Object> line, String text) {
    out.println(json ? Json.line(line) : text);
    out.flush();
  }
}
