package io.labvm.node.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The node's CDI files; read anew each time, since drivers come while the agent runs. */
public final class DeviceSpecifications {
  private final List<Path> folders;

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
    for (Path file : files()) {
      DeviceSpecification specification = DeviceSpecification.read(file);
      if (specification.kind().equals(kind)) {
        for (DeviceSpecification.Device device : specification.devices()) {
          devices.put(device.name(), specification.of(device));
        }
      }
    }
    return devices;
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
