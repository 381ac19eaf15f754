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

  ContinuousSync(PrintStream out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /** Comes back only by an exception. */
  static Answer run(
      Store store, SyncedUpper place, SyncSettings settings, ContinuousSync events, Ending ending)
      throws IOException {
    SyncEngine engine = new SyncEngine(settings, events);
    engine.add(store, place);
    ending.by(() -> events.end(engine));
    try {
      events.failed.await();
      ending.leave();
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

  private int end(SyncEngine engine) {
    try {
      engine.close();
    } catch (IOException e) {
      return LayerCommand.REFUSED;
    } finally {
      out.flush();
    }
    return cause.isPresent() ? LayerCommand.REFUSED : 0;
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
        "shipped %s, %s%s; %s"
            .formatted(
                RecoveryText.names(result.entries()),
                RecoveryText.bytes(result.bytes()),
                NotKept.text(result.notKept()),
                RecoveryText.of(now)));
  }

  @Override
  public void waiting(DesktopKey desktop, IOException why, RecoveryPoint now) {
    Map<String, Object> line = line("waiting", now);
    line.put("message", Messages.of(why));
    String since = now.behindSince().map(t -> " since " + RecoveryText.time(t)).orElse("");
    print(
        line,
        "waiting for the store%s (%s); %s"
            .formatted(since, Messages.of(why), RecoveryText.of(now)));
  }

  @Override
  public void ended(DesktopKey desktop, Optional<Exception> why, RecoveryPoint now) {
    Map<String, Object> line = line("ended", now);
    Optional<String> message = why.map(ContinuousSync::message);
    message.ifPresent(text -> line.put("message", text));
    print(
        line, "ended%s; %s".formatted(message.map(m -> ": " + m).orElse(""), RecoveryText.of(now)));
    cause = why;
    if (why.isPresent()) {
      failed.countDown();
    }
  }

  private static String message(Exception e) {
    return e instanceof IOException io ? Messages.of(io) : String.valueOf(e);
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
