package io.labvm.workflows.world;

import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.failure.Failures;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Passed by every activity of the fakes: counts calls, and fails them as a test wants. */
public final class Faults {
  private final Map<String, Fault> planned = new HashMap<>();
  private final Map<String, Runnable> events = new HashMap<>();
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());

  /** How calls of one type fail: before or after the work, and how often. */
  private static final class Fault {
    final FailureCode code;
    final boolean afterWork;
    int left;

    Fault(FailureCode code, boolean afterWork, int left) {
      this.code = code;
      this.afterWork = afterWork;
      this.left = left;
    }
  }

  /** The next calls fail with a code before they do anything. */
  public synchronized void fail(String type, FailureCode code, int times) {
    planned.put(type, new Fault(code, false, times));
  }

  /** The next calls do their work, but the answer never arrives. */
  public synchronized void loseAnswer(String type, int times) {
    planned.put(type, new Fault(FailureCode.INTERNAL, true, times));
  }

  /** Something happens at the beginning of the next call of a type. */
  public synchronized void onNext(String type, Runnable event) {
    events.put(type, event);
  }

  public synchronized void heal() {
    planned.clear();
  }

  /** Types of the calls so far, failed ones included, oldest first. */
  public List<String> calls() {
    return List.copyOf(calls);
  }

  public int count(String type) {
    return Collections.frequency(calls(), type);
  }

  void pass(String type, Runnable work) {
    pass(
        type,
        () -> {
          work.run();
          return type;
        });
  }

  <R> R pass(String type, Supplier<R> work) {
    calls.add(type);
    happen(type);
    Fault before = take(type, false);
    if (before != null) {
      throw Failures.of(before.code, type + " fails on purpose", null);
    }
    R answer = work.get();
    Fault after = take(type, true);
    if (after != null) {
      throw Failures.of(after.code, type + " loses its answer on purpose", null);
    }
    return answer;
  }

  private void happen(String type) {
    Runnable event;
    synchronized (this) {
      event = events.remove(type);
    }
    if (event != null) {
      event.run();
    }
  }

  private synchronized @Nullable Fault take(String type, boolean afterWork) {
    Fault fault = planned.get(type);
    if (fault == null || fault.afterWork != afterWork || fault.left == 0) {
      return null;
    }
    fault.left--;
    return fault;
  }
}
