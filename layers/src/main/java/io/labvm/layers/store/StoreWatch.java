package io.labvm.layers.store;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Gives up on a store that does not answer. Nobody can interrupt a thread that waits for a file
 * system whose servers are silent, so work runs on a thread of its own, and beside it the store is
 * asked for its format now and then. Work that was given up ends when the store is back, or begins
 * to fail; a repetition may meet it.
 */
public final class StoreWatch {
  private final Path root;
  private final Duration patience;
  private final Duration askedEvery;
  private @Nullable Question last;

  /**
   * @param root of the store
   * @param patience with a store that is silent
   */
  public StoreWatch(Path root, Duration patience) {
    this.root = root;
    this.patience = patience;
    this.askedEvery = patience.dividedBy(4);
  }

  /** Something done in the store. */
  @FunctionalInterface
  public interface Work<R> {
    /** Runs. */
    R run() throws IOException, InterruptedException;
  }

  private record Question(CompletableFuture<Boolean> answer, long askedAt) {
    boolean isOlderThan(Duration age) {
      return System.nanoTime() - askedAt > age.toNanos();
    }
  }

  /**
   * Does it, however long it takes while the store answers; not begun before it does.
   *
   * @throws LayerException store-unavailable, when the store is silent for longer than the patience
   */
  public <R> R during(Work<R> work) throws IOException, InterruptedException {
    Question first = ask();
    requireEnd(first.answer(), first);
    CompletableFuture<R> done = new CompletableFuture<>();
    Thread worker = start("store-work", done, work);
    try {
      while (!ends(done, askedEvery)) {
        Question question = ask();
        requireEnd(CompletableFuture.anyOf(done, question.answer()), question);
      }
    } catch (InterruptedException e) {
      worker.interrupt();
      throw e;
    }
    return outcome(done);
  }

  /**
   * Since when the store is silent, when that is a quarter of the patience or more. Does not wait;
   * whoever wants to know asks again and again, and the store is asked as often as it is for work.
   */
  public synchronized Optional<Instant> silentSince() {
    Question asked = last;
    if (asked == null || (asked.answer().isDone() && asked.isOlderThan(askedEvery))) {
      asked = ask();
    }
    return asked.answer().isDone() || !asked.isOlderThan(askedEvery)
        ? Optional.empty()
        : Optional.of(Instant.now().minusNanos(System.nanoTime() - asked.askedAt()));
  }

  /** Only one thread waits for a silent store to answer, however many want to know. */
  private synchronized Question ask() {
    Question asked = last;
    if (asked == null || asked.answer().isDone()) {
      asked = new Question(new CompletableFuture<>(), System.nanoTime());
      last = asked;
      Thread ignored = start("store-question", asked.answer(), this::answers);
    }
    return asked;
  }

  private boolean answers() throws IOException {
    Store ignored = Store.open(root);
    return true;
  }

  private static <R> Thread start(String name, CompletableFuture<R> done, Work<R> work) {
    return Thread.ofPlatform()
        .daemon()
        .name(name)
        .start(
            () -> {
              try {
                done.complete(work.run());
              } catch (IOException | InterruptedException | RuntimeException | Error e) {
                done.completeExceptionally(e);
              }
            });
  }

  private void requireEnd(CompletableFuture<?> end, Question question)
      throws LayerException, InterruptedException {
    if (!ends(end, patience)) {
      long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - question.askedAt());
      throw new LayerException(
          LayerError.STORE_UNAVAILABLE,
          "the store at %s has not answered for %d s".formatted(root, seconds));
    }
  }

  /** An error is an answer too: the work meets it and explains it better. */
  private static boolean ends(CompletableFuture<?> future, Duration limit)
      throws InterruptedException {
    try {
      Object ignored = future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException e) {
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }

  private static <R> R outcome(CompletableFuture<R> done) throws IOException, InterruptedException {
    try {
      return done.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException cause -> throw cause;
        case InterruptedException cause -> throw cause;
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }
}
