package io.labvm.launcher.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  @Test
  void surviveAWriteAndARead(@TempDir Path directory) {
    Path file = directory.resolve("sub/a.properties");
    new Settings(file).set("a", "1").set("path", "/x y\\z").set("gone", "x").set("gone", "").save();
    Settings read = new Settings(file);
    assertThat(read.get("a")).contains("1");
    assertThat(read.get("path")).contains("/x y\\z");
    assertThat(read.get("gone")).isEmpty();
  }
}
