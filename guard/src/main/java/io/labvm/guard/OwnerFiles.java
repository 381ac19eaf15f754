package io.labvm.guard;

import io.labvm.nodechannel.ChannelJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the node remembers to hold: {@code <state>/desktops/<desktop>/owner.json}. */
final class OwnerFiles {
  private static final Pattern DESKTOP = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");
  private static final int MAX_BYTES = 4096;

  private final Path desktops;

  OwnerFiles(Path stateDir) {
    this.desktops = stateDir.resolve("desktops");
  }

  /** Upper by holding. A file that cannot be read is as good as absent. */
  Map<Holding, String> read() throws IOException {
    var owners = new TreeMap<Holding, String>(Comparator.comparing(Holding::desktop));
    try (var entries = Files.newDirectoryStream(desktops)) {
      for (var entry : entries) {
        add(entry, owners);
      }
    } catch (NoSuchFileException e) {
      return Map.of();
    }
    return owners;
  }

  private static void add(Path directory, Map<Holding, String> owners) {
    var desktop = directory.getFileName().toString();
    if (!DESKTOP.matcher(desktop).matches()) {
      return;
    }
    var owner = owner(directory.resolve("owner.json"));
    if (owner != null) {
      owners.put(new Holding(desktop, owner.epoch()), owner.upper());
    }
  }

  private static @Nullable Owner owner(Path file) {
    try (var in = Files.newInputStream(file)) {
      return ChannelJson.read(in.readNBytes(MAX_BYTES), Owner.class);
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
  }

  /** The part of the file that the guard reads. */
  record Owner(String upper, long epoch) {
    Owner {
      if (upper == null || upper.length() > 64 || epoch < 0) {
        throw new IllegalArgumentException("not an owner");
      }
    }
  }
}
