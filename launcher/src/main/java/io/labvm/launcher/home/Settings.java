package io.labvm.launcher.home;

import io.labvm.launcher.shell.Disk;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/** A small file of keys and values that a launcher keeps in a home between its runs. */
public final class Settings {
  private final Path file;
  private final Map<String, String> values = new TreeMap<>();

  /** Reads the file; a missing one is empty. */
  public Settings(Path file) {
    this.file = file;
    var properties = new Properties();
    try {
      properties.load(new StringReader(Disk.read(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    properties.stringPropertyNames().forEach(k -> values.put(k, properties.getProperty(k)));
  }

  /** The settings of a home: base, nodes, address, build. */
  public static Settings of(Home home) {
    return new Settings(home.config().resolve("home.properties"));
  }

  /** A value, if it was set. */
  public Optional<String> get(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** Sets a value; an empty one removes the key. */
  public Settings set(String key, String value) {
    if (value.isEmpty()) {
      values.remove(key);
    } else {
      values.put(key, value);
    }
    return this;
  }

  /** Writes the file when something differs from it. */
  public void save() {
    var text = new StringBuilder();
    values.forEach(
        (k, v) -> text.append(k).append('=').append(v.replace("\\", "\\\\")).append('\n'));
    if (!text.toString().equals(Disk.read(file))) {
      Disk.write(file, text.toString(), "rw-------");
    }
  }
}
