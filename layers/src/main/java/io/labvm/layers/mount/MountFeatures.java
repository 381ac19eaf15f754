package io.labvm.layers.mount;

/**
 * Which capabilities of newer kernels may be used. Each has a fallback, and each can be forced off
 * by configuration, so that the fallbacks are tested on new kernels too.
 *
 * @param newMountApi build overlays by fsopen with {@code lowerdir+} instead of mount(2)
 * @param fileBackedImages mount images straight from their file instead of by loop devices
 */
public record MountFeatures(boolean newMountApi, boolean fileBackedImages) {
  /** Everything the kernel can do. */
  public static MountFeatures all() {
    return new MountFeatures(true, true);
  }

  /** Only what Linux 5.15 can do. */
  public static MountFeatures none() {
    return new MountFeatures(false, false);
  }

  MountFeatures and(MountFeatures other) {
    return new MountFeatures(
        newMountApi && other.newMountApi, fileBackedImages && other.fileBackedImages);
  }
}
