package io.labvm.node.testkit;

import io.labvm.node.device.DeviceSpecifications;
import io.labvm.node.device.GpuAccess;
import io.labvm.node.gpu.GpuWatch;
import io.labvm.node.process.SystemCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

/**
 * Four GPUs of a node that has none: a program in the place of nvidia-smi, device files with
 * harmless numbers, files of a driver, and a device specification that names them all.
 */
public final class FakeGpus implements AutoCloseable {
  /** Minor numbers of null, zero, full and urandom. */
  private static final List<Integer> MINORS = List.of(3, 5, 7, 9);

  /** Of /dev/fuse: no container may open it that was not given it. */
  private static final String CONTROL_NUMBERS = "10 229";

  private final Path directory;
  private final GpuWatch watch;

  /** Makes them below a new directory. */
  public FakeGpus(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
    StringBuilder csv = new StringBuilder();
    for (int i = 0; i < MINORS.size(); i++) {
      device("nvidia" + i, "1 " + MINORS.get(i));
      csv.append(uuid(i)).append(", Fake GPU, 10, 100, 1000, 40, 50.00, 300.00, 1000, 0\\n");
    }
    device("nvidiactl", CONTROL_NUMBERS);
    program("nvidia-smi", "case $1 in --query-gpu*) printf '%s' ;; esac".formatted(csv));
    program("hook", "cat >/dev/null; echo \"$*\" >>%s/hooked".formatted(directory));
    Files.writeString(directory.resolve("libcuda.so.999"), "driver 999");
    specify();
    this.watch = GpuWatch.start(directory.resolve("nvidia-smi").toString(), "/none");
  }

  /** Of a node without GPUs. */
  public static GpuAccess none() {
    return new GpuAccess(
        new DeviceSpecifications(List.of()), GpuWatch.start("/none", "/none"), () -> false);
  }

  /** UUID of one, counted from 0. */
  public static String uuid(int gpu) {
    return "GPU-fake-" + gpu;
  }

  public GpuAccess access() {
    return new GpuAccess(
        new DeviceSpecifications(List.of(directory.resolve("cdi"))), watch, () -> false);
  }

  public GpuWatch watch() {
    return watch;
  }

  /** The driver's library; a specification is stale without it. */
  public Path library() {
    return directory.resolve("libcuda.so.999");
  }

  /** Arguments of every run of the specification's hook. */
  public List<String> hooked() throws IOException {
    Path file = directory.resolve("hooked");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  private void device(String name, String numbers) throws IOException {
    String[] number = numbers.split(" ");
    String ignored =
        new SystemCommands(Duration.ofSeconds(5))
            .call("mknod", directory.resolve(name).toString(), "c", number[0], number[1]);
  }

  private void program(String name, String script) throws IOException {
    Path file = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Named by their places, as nvidia-ctk does. */
  private void specify() throws IOException {
    StringBuilder devices = new StringBuilder();
    for (int i = 0; i < MINORS.size(); i++) {
      devices.append(
          """
          - name: "%1$d"
            containerEdits:
              deviceNodes:
              - path: /dev/nvidia%1$d
                hostPath: %2$s/nvidia%1$d
              env: ["FAKE_GPU_%1$d=yes"]
          """
              .formatted(i, directory));
    }
    Path folder = Files.createDirectories(directory.resolve("cdi"));
    Files.writeString(
        folder.resolve("nvidia.yaml"),
        """
        cdiVersion: 0.5.0
        kind: nvidia.com/gpu
        devices:
        %1$scontainerEdits:
          env: ["NVIDIA_VISIBLE_DEVICES=void"]
          deviceNodes:
          - path: /dev/nvidiactl
            hostPath: %2$s/nvidiactl
            permissions: rw
          mounts:
          - hostPath: %2$s/libcuda.so.999
            containerPath: /usr/lib/fake/libcuda.so.999
            options: [ro, nosuid, nodev, bind]
          - hostPath: %2$s/nvidia-smi
            containerPath: /usr/bin/nvidia-smi
            options: [ro, nosuid, nodev, bind]
          hooks:
          - hookName: createContainer
            path: %2$s/hook
            args: [hook, update-ldcache]
        """
            .formatted(devices, directory));
  }

  @Override
  public void close() {
    watch.close();
  }
}
