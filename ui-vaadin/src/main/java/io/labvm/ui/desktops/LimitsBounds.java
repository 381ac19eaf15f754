package io.labvm.ui.desktops;

import io.labvm.contract.desktop.Limits;
import io.labvm.ui.problem.FieldProblem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Between which values the limits of a desktop lie; the greatest are what its node has.
 *
 * @param mostMilliCpus {@link Integer#MAX_VALUE} while no node has told
 * @param mostMemoryBytes {@link Long#MAX_VALUE} while no node has told
 */
public record LimitsBounds(int mostMilliCpus, long mostMemoryBytes) {
  public static final int LEAST_MILLI_CPUS = 100;
  public static final long LEAST_MEMORY_BYTES = 64L << 20;
  public static final int LEAST_PIDS = 64;

  /** The kernel numbers no more. */
  public static final int MOST_PIDS = 1 << 22;

  /** Of what a node has. */
  static LimitsBounds of(double cpus, long memoryBytes) {
    return new LimitsBounds((int) Math.round(cpus * 1000), memoryBytes);
  }

  static LimitsBounds unknown() {
    return new LimitsBounds(Integer.MAX_VALUE, Long.MAX_VALUE);
  }

  /** Everything that is wrong with a wish; what it leaves as it is counts, too. */
  List<FieldProblem> problems(LimitsWish wish, Limits now) {
    List<FieldProblem> problems = new ArrayList<>();
    Integer cpus = wish.milliCpus();
    Long memory = wish.memoryBytes();
    Integer pids = wish.pids();
    long shm = or(wish.shmBytes(), now.shmBytes());
    if (cpus != null && (cpus < LEAST_MILLI_CPUS || cpus > mostMilliCpus)) {
      problems.add(outside("milliCpus", LEAST_MILLI_CPUS, mostMilliCpus));
    }
    if (memory != null && (memory < LEAST_MEMORY_BYTES || memory > mostMemoryBytes)) {
      problems.add(outside("memoryBytes", LEAST_MEMORY_BYTES, mostMemoryBytes));
    }
    if (pids != null && (pids < LEAST_PIDS || pids > MOST_PIDS)) {
      problems.add(outside("pids", LEAST_PIDS, MOST_PIDS));
    }
    if (shm < 0 || shm > or(memory, now.memoryBytes())) {
      problems.add(outside("shmBytes", 0, or(memory, now.memoryBytes())));
    }
    return problems;
  }

  private static long or(@Nullable Long wanted, long now) {
    return wanted == null ? now : wanted;
  }

  private static FieldProblem outside(String field, long least, long most) {
    return new FieldProblem(field, "invalid", least + " to " + most + ".");
  }
}
