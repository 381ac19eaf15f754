package io.labvm.mfs.reading;

import io.labvm.layers.view.NodeJson;
import io.labvm.layers.view.StackView;
import io.labvm.layers.view.ViewNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads dpkg's list of a version: name and version of what is installed. The file is the owner's,
 * so lines, their number and the file's length have limits; what goes beyond is passed over.
 */
final class InstalledPackages {
  private static final byte[] FILE = "var/lib/dpkg/status".getBytes(StandardCharsets.US_ASCII);
  private static final long LONGEST_FILE = 64L << 20;
  private static final int LONGEST_LINE = 300;
  private static final int MOST = 20_000;
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9+.-]{0,99}");
  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9.+~:-]{1,200}");

  private final Map<String, String> found = new TreeMap<>();
  private final StringBuilder line = new StringBuilder();
  private String name = "";
  private String version = "";
  private String architecture = "";
  private boolean installed;

  private InstalledPackages() {}

  /** By name, with the architecture where one name is installed for several; none without dpkg. */
  static Map<String, String> of(StackView view) throws IOException {
    InstalledPackages packages = new InstalledPackages();
    ViewNode file = view.resolve(FILE);
    if (file != null && NodeJson.type(file).equals("regular")) {
      packages.read(view, file);
    }
    return packages.found;
  }

  private void read(StackView view, ViewNode file) throws IOException {
    byte[] bytes = new byte[1 << 16];
    long length = Math.min(file.inode().size(), LONGEST_FILE);
    for (long at = 0; at < length; ) {
      int n = view.read(file, at, ByteBuffer.wrap(bytes));
      for (int i = 0; i < n; i++) {
        take((char) (bytes[i] & 0xff));
      }
      at += Math.max(n, 1);
    }
    endOfLine();
    endOfPackage();
  }

  private void take(char c) {
    if (c == '\n') {
      endOfLine();
    } else if (line.length() < LONGEST_LINE) {
      line.append(c);
    }
  }

  private void endOfLine() {
    String text = line.toString();
    line.setLength(0);
    int colon = text.indexOf(": ");
    if (text.isBlank()) {
      endOfPackage();
    } else if (colon > 0) {
      field(text.substring(0, colon), text.substring(colon + 2).strip());
    }
  }

  private void field(String key, String value) {
    switch (key) {
      case "Package" -> name = value;
      case "Version" -> version = value;
      case "Architecture" -> architecture = value;
      case "Status" -> installed = value.endsWith(" installed");
      default -> {
        // dpkg has many more
      }
    }
  }

  private void endOfPackage() {
    if (installed
        && found.size() < MOST
        && NAME.matcher(name).matches()
        && VERSION.matcher(version).matches()) {
      String first = found.putIfAbsent(name, version);
      if (first != null && NAME.matcher(architecture).matches()) {
        found.put(name + ":" + architecture, version);
      }
    }
    name = "";
    version = "";
    architecture = "";
    installed = false;
  }
}
