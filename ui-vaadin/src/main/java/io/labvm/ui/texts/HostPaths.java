package io.labvm.ui.texts;

import java.util.regex.Pattern;

/** Technical texts without the places of files: where a server keeps them is nobody's business. */
public final class HostPaths {
  private static final Pattern PATH =
      Pattern.compile("(?<![\\w./…])/(?:[^\\s/:;,'\"()]+/)+([^\\s/:;,'\"()]+)");

  private HostPaths() {}

  /** Every absolute path becomes its last name: {@code …/image.erofs}. */
  public static String shortened(String text) {
    return PATH.matcher(text).replaceAll("…/$1");
  }
}
