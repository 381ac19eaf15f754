package io.labvm.node.device;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * One CDI file.
 *
 * @param kind of all its devices, such as {@code nvidia.com/gpu}
 * @param containerEdits of every container that gets any of the devices
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DeviceSpecification(
    String cdiVersion,
    String kind,
    @Nullable Map<String, String> annotations,
    List<Device> devices,
    @Nullable ContainerEdits containerEdits) {
  private static final int MOST_BYTES = 4 << 20;

  /** A field that is not known would be a device that is half there. */
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  DeviceSpecification {
    if (kind == null || devices == null) {
      throw new IllegalArgumentException("kind or devices are missing");
    }
    devices = List.copyOf(devices);
  }

  /** A device and what it brings. */
  record Device(
      String name,
      @Nullable Map<String, String> annotations,
      @Nullable ContainerEdits containerEdits) {}

  static boolean isOne(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".json") || name.endsWith(".yaml") || name.endsWith(".yml");
  }

  /**
   * Reads a file by what its name ends with.
   *
   * @throws IOException naming the file, also when it is not a specification
   */
  static DeviceSpecification read(Path file) throws IOException {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new IOException(file + " is larger than " + MOST_BYTES + " bytes");
      }
      String text = Files.readString(file);
      return file.toString().endsWith(".json")
          ? JSON.readValue(text, DeviceSpecification.class)
          : JSON.convertValue(yaml(text), DeviceSpecification.class);
    } catch (JacksonException | YAMLException | IllegalArgumentException e) {
      throw new IOException(file + " is not a device specification: " + firstLine(e), e);
    }
  }

  private static Object yaml(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    return new Yaml(new SafeConstructor(options)).load(text);
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  /** Of a device of this file, with those of the file. */
  ContainerEdits of(Device device) {
    return orNone(device.containerEdits()).and(orNone(containerEdits));
  }

  private static ContainerEdits orNone(@Nullable ContainerEdits edits) {
    return edits == null ? ContainerEdits.NONE : edits;
  }
}
