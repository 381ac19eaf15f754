package io.labvm.node.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The node's CDI files. Looked for each time, since drivers come while the agent runs, and read
 * anew when any of them is another than before.
 */
public final class DeviceSpecifications {
  private final List<Path> folders;
  private volatile Read read = new Read(List.of(), List.of());

  /** A file as it was found; a changed one has another time, size or inode. */
  private record Found(Path file, FileTime modified, long size, @Nullable Object inode) {
    static Found of(Path file) throws IOException {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return new Found(file, now.lastModifiedTime(), now.size(), now.fileKey());
    }
  }

  private record Read(List<Found> files, List<DeviceSpecification> specifications) {}

  /**
   * @param folders a device of a later one stands for those of the same name in the others; missing
   *     ones hold nothing
   */
  public DeviceSpecifications(List<Path> folders) {
    this.folders = List.copyOf(folders);
  }

  /**
   * The devices of a kind by name, in the files' order.
   *
   * @throws IOException when a file cannot be read or is none; which devices it would have named is
   *     not known
   */
  Map<String, ContainerEdits> devices(String kind) throws IOException {
    Map<String, ContainerEdits> devices = new LinkedHashMap<>();
    for (DeviceSpecification specification : specifications()) {
      if (specification.kind().equals(kind)) {
        for (DeviceSpecification.Device device : specification.devices()) {
          devices.put(device.name(), specification.of(device));
        }
      }
    }
    return devices;
  }

  private List<DeviceSpecification> specifications() throws IOException {
    List<Found> files = new ArrayList<>();
    for (Path file : files()) {
      files.add(Found.of(file));
    }
    Read last = read;
    if (!last.files().equals(files)) {
      List<DeviceSpecification> now = new ArrayList<>();
      for (Found file : files) {
        now.add(DeviceSpecification.read(file.file()));
      }
      last = new Read(files, now);
      read = last;
    }
    return last.specifications();
  }

  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path folder : folders) {
      if (Files.isDirectory(folder)) {
        try (Stream<Path> entries = Files.list(folder)) {
          files.addAll(entries.filter(DeviceSpecification::isOne).sorted().toList());
        }
      }
    }
    return files;
  }
}
