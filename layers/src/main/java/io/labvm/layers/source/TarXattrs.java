package io.labvm.layers.source;

import io.labvm.layers.erofs.Omission;
import io.labvm.layers.erofs.Omissions;
import io.labvm.linux.Xattr;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The extended attributes of an entry, as GNU tar, star and libarchive write them. */
final class TarXattrs {
  private static final String SCHILY = "SCHILY.xattr.";
  private static final String LIBARCHIVE = "LIBARCHIVE.xattr.";

  private TarXattrs() {}

  static List<Xattr> of(PaxRecords pax, Omissions omissions) {
    Map<String, byte[]> found = new TreeMap<>();
    pax.all().forEach((key, value) -> fromLibarchive(key, value, found, omissions));
    pax.all().forEach((key, value) -> fromOthers(key, value, found, omissions));
    return found.entrySet().stream()
        .map(e -> new Xattr(e.getKey().getBytes(StandardCharsets.ISO_8859_1), e.getValue()))
        .toList();
  }

  private static void fromLibarchive(
      String key, byte[] value, Map<String, byte[]> into, Omissions omissions) {
    if (!key.startsWith(LIBARCHIVE)) {
      return;
    }
    try {
      byte[] padded = Arrays.copyOf(value, value.length);
      put(
          unescape(key.substring(LIBARCHIVE.length())),
          Base64.getDecoder().decode(padded),
          into,
          omissions);
    } catch (IllegalArgumentException e) {
      omissions.add(Omission.XATTR_NAMESPACE);
    }
  }

  private static void fromOthers(
      String key, byte[] value, Map<String, byte[]> into, Omissions omissions) {
    if (key.startsWith(SCHILY)) {
      put(key.substring(SCHILY.length()), value, into, omissions);
    } else if (key.equals("RHT.security.selinux")) {
      // Written without the NUL that the kernel's value ends with.
      put("security.selinux", Arrays.copyOf(value, value.length + 1), into, omissions);
    } else if (key.equals("SCHILY.acl.access") || key.equals("SCHILY.acl.default")) {
      String name = "system.posix_acl_" + key.substring("SCHILY.acl.".length());
      byte[] acl = AclText.parse(new String(value, StandardCharsets.UTF_8));
      put(name, acl, into, omissions);
    }
  }

  private static void put(
      String name, byte[] value, Map<String, byte[]> into, Omissions omissions) {
    int length = name.length();
    if (length == 0 || length > 255 || (value.length == 0 && name.startsWith("system."))) {
      omissions.add(Omission.XATTR_NAMESPACE);
    } else {
      into.put(name, value);
    }
  }

  /** Percent escapes of libarchive's attribute names. */
  private static String unescape(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '%' && i + 2 < text.length()) {
        out.append((char) Integer.parseInt(text.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        out.append(text.charAt(i));
      }
    }
    return out.toString();
  }
}
