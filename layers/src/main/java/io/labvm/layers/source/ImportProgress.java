package io.labvm.layers.source;

/** Told now and then how far an import is. */
@FunctionalInterface
public interface ImportProgress {
  /**
   * @param entries names written so far
   * @param bytes of content written so far
   */
  void reached(long entries, long bytes);

  /** Tells nobody. */
  static ImportProgress none() {
    return (entries, bytes) -> {};
  }
}
