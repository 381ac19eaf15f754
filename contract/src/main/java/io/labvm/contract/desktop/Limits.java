package io.labvm.contract.desktop;

/**
 * What a desktop may use of its node.
 *
 * @param milliCpus thousandths of a CPU, 100 or more
 * @param memoryBytes memory, swap included; at least 64 MiB
 * @param pids processes and threads, 64 or more
 * @param shmBytes size of {@code /dev/shm}
 */
public record Limits(int milliCpus, long memoryBytes, int pids, long shmBytes) {
  public Limits {
    if (milliCpus < 100) {
      throw new IllegalArgumentException("milliCpus " + milliCpus + " is below 100");
    }
    if (memoryBytes < 64L << 20) {
      throw new IllegalArgumentException("memoryBytes " + memoryBytes + " is below 64 MiB");
    }
    if (pids < 64) {
      throw new IllegalArgumentException("pids " + pids + " is below 64");
    }
    if (shmBytes < 0) {
      throw new IllegalArgumentException("shmBytes is negative");
    }
  }
}
