package io.labvm.layers.mount;

/**
 * Which capabilities of newer kernels may be used. Each has a fallback, and each can be forced off
 * by configuration, so that the fallbacks are tested on new kernels too.
 *
 * @param newMountApi build overlays by fsopen with {@code lowerdir+} instead of mount(2)
 * @param fileBackedImages mount images straight from their file instead of by loop devices
 * @param deviceTables mount images whose content lies in data files; else only flat ones
 */
public record MountFeatures(boolean newMountApi, boolean fileBackedImages, boolean deviceTables) {
  /** Everything the kernel can do. */
  public static MountFeatures all() {
    return new MountFeatures(true, true, true);
  }

  /** Only what Linux 5.15 can do. */
  public static MountFeatures none() {
    return new MountFeatures(false, false, false);
  }

  /** What is used, for people. */
  public String inWords() {
    return "%s, images %s, %s"
        .formatted(
            newMountApi ? "the new mount calls" : "mount(2)",
            fileBackedImages ? "without loop devices" : "by loop devices",
            deviceTables ? "big content by reference" : "flat images only");
  }

  MountFeatures and(MountFeatures other) {
    return new MountFeatures(
        newMountApi && other.newMountApi,
        fileBackedImages && other.fileBackedImages,
        deviceTables && other.deviceTables);
  }
}
