package io.labvm.layers.erofs;

import io.labvm.linux.Xattr;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Overlayfs's attributes, as Linux names them on mounts without {@code userxattr}. */
public final class OverlayXattrs {
  private static final String PREFIX = "trusted.overlay.";

  /** What a user sets under the prefix stands under this one. */
  private static final String ESCAPED = PREFIX + "overlay.";

  /** Flags of {@code chattr}, set through the overlay: letters. */
  private static final String PROTECTED = PREFIX + "protattr";

  private static final Xattr OPAQUE =
      Xattr.of(PREFIX + "opaque", "y".getBytes(StandardCharsets.US_ASCII));

  private OverlayXattrs() {}

  /** Whether it is overlayfs's own, not a user's. */
  public static boolean isPrivate(String name) {
    return name.startsWith(PREFIX) && !name.startsWith(ESCAPED);
  }

  /** Whether it is overlayfs's record of {@code chattr}, which is private. */
  public static boolean isProtection(String name) {
    return name.equals(PROTECTED);
  }

  /** Counts the flags that a record of {@code chattr} holds; of another attribute none. */
  public static void countProtection(Xattr xattr, Omissions omissions) {
    if (isProtection(xattr.name())) {
      String flags = new String(xattr.value(), StandardCharsets.ISO_8859_1);
      if (flags.contains("i")) {
        omissions.add(Omission.IMMUTABLE_FLAG);
      }
      if (flags.contains("a")) {
        omissions.add(Omission.APPEND_ONLY_FLAG);
      }
    }
  }

  /** As the desktop sees it: a user's own without the escape; null for a private one. */
  public static @Nullable Xattr shown(Xattr xattr) {
    String name = xattr.name();
    if (name.startsWith(ESCAPED)) {
      String own = PREFIX + name.substring(ESCAPED.length());
      return new Xattr(own.getBytes(StandardCharsets.ISO_8859_1), xattr.value());
    }
    return name.startsWith(PREFIX) ? null : xattr;
  }

  /** The mark of an opaque directory. */
  public static Xattr opaque() {
    return OPAQUE;
  }

  /** Whether it is that mark. */
  public static boolean isOpaque(Xattr xattr) {
    return xattr.equals(OPAQUE);
  }
}
