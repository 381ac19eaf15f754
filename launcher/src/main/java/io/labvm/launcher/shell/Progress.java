package io.labvm.launcher.shell;

import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;

/**
 * Tells a person what is being done: a line when a step has ended or has not after two seconds, and
 * a sign of life every ten seconds from then on. Steps may run side by side.
 */
public final class Progress implements AutoCloseable {
  private static final long FIRST_LINE_AFTER = Duration.ofSeconds(2).toNanos();
  private static final long NEXT_LINE_AFTER = Duration.ofSeconds(10).toNanos();

  private final PrintStream out;
  private final long start = System.nanoTime();
  private final Map<String, Step> running = new LinkedHashMap<>();
  private final Thread ticker;

  private static final class Step {
    final long began = System.nanoTime();
    long lastLine;
    String detail = "";
  }

  public Progress(PrintStream out) {
    this.out = out;
    ticker = Thread.ofPlatform().daemon().name("progress").start(this::tick);
  }

  /** Runs a step; its name is what the person reads. */
  public <T> T step(String name, Callable<T> work) {
    synchronized (running) {
      running.put(name, new Step());
    }
    boolean done = false;
    try {
      T result = work.call();
      done = true;
      return result;
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new CompletionException(e);
    } finally {
      end(name, done);
    }
  }

  /** Runs a step that gives nothing back. */
  public void run(String name, Runnable work) {
    step(
        name,
        () -> {
          work.run();
          return true;
        });
  }

  /** Sets what a running step is busy with. */
  public void detail(String name, String text) {
    synchronized (running) {
      Step step = running.get(name);
      if (step != null) {
        step.detail = text.strip();
      }
    }
  }

  /** Prints a line at once. */
  public void say(String text) {
    print(text);
  }

  private void end(String name, boolean done) {
    synchronized (running) {
      Step step = running.remove(name);
      if (step != null && (step.lastLine > 0 || !done || age(step) > FIRST_LINE_AFTER)) {
        print(name + (done ? ": done, " : ": failed, ") + seconds(age(step)));
      }
    }
  }

  private void tick() {
    try {
      while (true) {
        Thread.sleep(Duration.ofMillis(500));
        synchronized (running) {
          running.forEach(this::tellLate);
        }
      }
    } catch (InterruptedException _) {
      // closed
    }
  }

  private void tellLate(String name, Step step) {
    long now = System.nanoTime();
    boolean due =
        step.lastLine == 0 ? age(step) > FIRST_LINE_AFTER : now - step.lastLine > NEXT_LINE_AFTER;
    if (due) {
      step.lastLine = now;
      print(name + (step.detail.isEmpty() ? " …" : ": " + step.detail));
    }
  }

  private void print(String text) {
    synchronized (out) {
      out.printf("[%4s] %s%n", seconds(System.nanoTime() - start), text);
      out.flush();
    }
  }

  private static long age(Step step) {
    return System.nanoTime() - step.began;
  }

  private static String seconds(long nanos) {
    return Duration.ofNanos(nanos).toSeconds() + " s";
  }

  @Override
  public void close() {
    ticker.interrupt();
  }
}
