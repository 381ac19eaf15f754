package io.labvm.control.placement;

import io.labvm.contract.desktop.Limits;

/**
 * A node that may take a desktop.
 *
 * @param cpus processors it has
 * @param memoryBytes memory it has
 * @param promisedMilliCpus thousandths of processors promised to its desktops
 * @param promisedBytes memory promised to its desktops
 */
record Candidate(
    String node, double cpus, long memoryBytes, long promisedMilliCpus, long promisedBytes) {
  boolean hasRoomFor(Limits limits, double cpuOvercommit, double memoryOvercommit) {
    return promisedMilliCpus + limits.milliCpus() <= cpus * 1000 * cpuOvercommit
        && promisedBytes + limits.memoryBytes() <= memoryBytes * memoryOvercommit;
  }

  /** With one desktop more. */
  Candidate with(Limits limits) {
    return new Candidate(
        node,
        cpus,
        memoryBytes,
        promisedMilliCpus + limits.milliCpus(),
        promisedBytes + limits.memoryBytes());
  }

  /** Part of the memory that is promised, 0 when none is. */
  double load() {
    return memoryBytes == 0 ? Double.MAX_VALUE : (double) promisedBytes / memoryBytes;
  }
}
