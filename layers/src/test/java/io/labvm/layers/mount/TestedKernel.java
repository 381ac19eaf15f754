package io.labvm.layers.mount;

/**
 * Which kernel the tests tagged {@link #OLD} play: the one that runs, or (in their second run, by
 * {@code -Dlabvm.kernel=old}) Linux 5.15 with everything newer forced off.
 */
public final class TestedKernel {
  /** Tag of the tests that run a second time as on the oldest kernel. */
  public static final String OLD = "old-kernel";

  private TestedKernel() {}

  public static boolean isOld() {
    return System.getProperty("labvm.kernel", "").equals("old");
  }

  public static MountFeatures features() {
    return isOld() ? MountFeatures.none() : MountFeatures.all();
  }
}
