package io.labvm.mfs.reading;

import io.labvm.layers.delta.DeltaBuilder;
import io.labvm.layers.store.DesktopKey;
import io.labvm.layers.store.ShippedDesktop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A store made by the engine, with one desktop whose versions a test writes down. */
final class VersionedDesktop {
  static final DesktopKey DESKTOP = ShippedDesktop.DESKTOP;

  private final ShippedDesktop desktop;

  /** Its base holds {@code etc/hostname} and a dpkg list. */
  VersionedDesktop(Path home) throws IOException {
    desktop =
        ShippedDesktop.create(
            home,
            Map.of(
                "etc/hostname",
                "tiny\n",
                "var/lib/dpkg/status",
                installed("bash", "5.2-1") + installed("vim", "9.0")));
  }

  static String installed(String name, String version) {
    return "Package: %s\nStatus: install ok installed\nVersion: %s\nArchitecture: amd64\n\n"
        .formatted(name, version);
  }

  Path root() {
    return desktop.root();
  }

  /** Ships and seals; answers the version's number. */
  int version(DeltaBuilder delta) throws IOException {
    return desktop.seal("seal-" + desktop.ship(delta).segment()).version();
  }
}
