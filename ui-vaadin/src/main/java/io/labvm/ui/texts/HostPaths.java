package io.labvm.ui.texts;

import java.util.regex.Pattern;

/** Technical texts without the places of files: where a server keeps them is nobody's business. */
public final class HostPaths {
  private static final Pattern PATH =
      Pattern.compile("(?<![\\w./…])/(?:[^\\s/:;,'\"()]+/)+([^\\s/:;,'\"()]+)");

  /** Up to the folder of the store in which something lies. */
  private static final Pattern STORE =
      Pattern.compile("(?<![\\w./…])/(?:[^\\s/:;,'\"()]+/)*(?=(?:bases|data|desktops|layers)/)");

  private HostPaths() {}

  /** Every absolute path becomes its last name: {@code …/image.erofs}. */
  public static String shortened(String text) {
    return PATH.matcher(text).replaceAll("…/$1");
  }

  /** Every path of something in the store begins in the store: {@code layers/0a/…/image.erofs}. */
  public static String inStore(String text) {
    return STORE.matcher(text).replaceAll("");
  }
}
