package io.labvm.node.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.node.device.ContainerEdits.DeviceNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceSpecificationsTest {
  private static final String YAML =
      """
      cdiVersion: 0.7.0
      kind: nvidia.com/gpu
      annotations: {made: by hand}
      devices:
      - name: "0"
        containerEdits:
          deviceNodes:
          - {path: /dev/nvidia0, major: 195, minor: 0, permissions: rw, fileMode: 438}
      - name: "1"
        containerEdits:
          env: [A=1]
      containerEdits:
        mounts:
        - {hostPath: /lib/a.so, containerPath: /usr/lib/a.so, options: [ro, bind]}
        additionalGids: [44]
      """;

  @TempDir private Path directory;

  private Path folder(String name, String file, String content) throws IOException {
    Path folder = Files.createDirectories(directory.resolve(name));
    Files.writeString(folder.resolve(file), content);
    return folder;
  }

  @Test
  void readsYamlAndAddsWhatAllDevicesOfTheFileHave() throws IOException {
    var devices = devices(folder("etc", "nvidia.yaml", YAML));
    assertThat(devices).containsOnlyKeys("0", "1");
    ContainerEdits first = of(devices, "0");
    assertThat(first.deviceNodes())
        .containsExactly(
            new DeviceNode("/dev/nvidia0", null, null, 195L, 0L, 438, "rw", null, null));
    assertThat(first.mounts())
        .extracting(ContainerEdits.Mount::containerPath)
        .containsExactly("/usr/lib/a.so");
    assertThat(first.additionalGids()).containsExactly(44L);
    assertThat(of(devices, "1").env()).containsExactly("A=1");
  }

  @Test
  void laterFolderCountsAndOtherKindsDoNot() throws IOException {
    Path etc = folder("etc", "nvidia.yaml", YAML);
    Path run =
        folder(
            "run",
            "nvidia.json",
            """
            {"cdiVersion": "0.5.0", "kind": "nvidia.com/gpu",
            \t"devices": [{"name": "1", "containerEdits": {"env": ["A=2"]}}]}
            """);
    Files.writeString(
        run.resolve("other.json"),
        """
        {"cdiVersion": "0.5.0", "kind": "else.org/gpu", "devices": [{"name": "7"}]}
        """);
    Files.writeString(run.resolve("note.txt"), "no specification");
    var devices =
        new DeviceSpecifications(List.of(etc, run, directory.resolve("none")))
            .devices("nvidia.com/gpu");
    assertThat(devices).containsOnlyKeys("0", "1");
    assertThat(of(devices, "1").env()).containsExactly("A=2");
    assertThat(of(devices, "1").mounts()).isEmpty();
  }

  @Test
  void whatItDoesNotKnowItDoesNotGiveByHalves() throws IOException {
    refuses("netDevices: [{}]");
    refuses("devices: 7");
    refuses("kind: [");
    refuses("containerEdits: {mounts: [{hostPath: /a, containerPath: b}]}");
    refuses("containerEdits: {mounts: [{hostPath: /a, containerPath: /b/..}]}");
    refuses("containerEdits: {mounts: [{containerPath: /b}]}");
    refuses("containerEdits: {deviceNodes: [{permissions: rw}]}");
    refuses("containerEdits: {hooks: [{path: /a}]}");
    refuses("containerEdits: {deviceNodes: [{path: /dev/a, novelty: 1}]}");
  }

  private void refuses(String line) throws IOException {
    Path folder = folder("bad", "bad.yaml", "cdiVersion: 0.5.0\nkind: a.b/c\ndevices: []\n" + line);
    assertThatThrownBy(() -> devices(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("bad.yaml is not a device specification");
  }

  @Test
  void editsOfSeveralDevicesHaveEachThingOnce() throws IOException {
    var devices = devices(folder("etc", "nvidia.yaml", YAML));
    ContainerEdits both = of(devices, "0").and(of(devices, "1"));
    assertThat(both.mounts()).hasSize(1);
    assertThat(both.additionalGids()).hasSize(1);
    assertThat(both.sources()).containsExactly("/dev/nvidia0", "/lib/a.so");
    assertThat(ContainerEdits.NONE.json()).isEqualTo("{}");
    assertThat(both.json())
        .contains("\"path\":\"/dev/nvidia0\"", "\"env\":[\"A=1\"]")
        .doesNotContain("null");
  }

  private static ContainerEdits of(Map<String, ContainerEdits> devices, String name) {
    return Objects.requireNonNull(devices.get(name));
  }

  private static Map<String, ContainerEdits> devices(Path folder) throws IOException {
    return new DeviceSpecifications(List.of(folder)).devices("nvidia.com/gpu");
  }
}
