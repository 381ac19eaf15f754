package io.labvm.layers.mount;

/** Told now and then how far a long copy is; at least once per 64 MiB and at the end. */
public interface CopyProgress {
  /** Called on the copying thread; an exception stops the copy. */
  void copied(long bytes, long of);

  /** Tells nobody. */
  static CopyProgress none() {
    return (bytes, of) -> {};
  }
}
