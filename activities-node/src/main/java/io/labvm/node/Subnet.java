package io.labvm.node;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** IPv4 networks as text. */
final class Subnet {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");

  private Subnet() {}

  static boolean isValid(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches() && bytesFit(form) && Integer.parseInt(form.group(5)) <= 32;
  }

  static boolean isAddress(String text) {
    return isValid(text + "/32");
  }

  private static boolean bytesFit(Matcher form) {
    for (int i = 1; i <= 4; i++) {
      if (Integer.parseInt(form.group(i)) > 255) {
        return false;
      }
    }
    return true;
  }

  /** The first address of a network, which the node itself has. */
  static String gateway(String subnet) {
    int slash = subnet.indexOf('/');
    int lastDot = subnet.lastIndexOf('.', slash);
    int last = Integer.parseInt(subnet.substring(lastDot + 1, slash));
    return subnet.substring(0, lastDot + 1) + (last + 1);
  }
}
