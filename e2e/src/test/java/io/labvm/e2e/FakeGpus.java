package io.labvm.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

/**
 * Four GPUs of a machine that has none: a program in the place of nvidia-smi, device files with
 * harmless numbers, a file of a driver, and a device specification that names them.
 */
final class FakeGpus implements AutoCloseable {
  /** Minor numbers of null, zero, full and urandom. */
  private static final List<String> MINORS = List.of("3", "5", "7", "9");

  private final Path directory;

  FakeGpus() throws IOException {
    directory = Files.createTempDirectory("labvm-e2e-gpus-");
    var csv = new StringBuilder();
    var devices = new StringBuilder();
    for (int i = 0; i < MINORS.size(); i++) {
      run("mknod", directory.resolve("nvidia" + i).toString(), "c", "1", MINORS.get(i));
      csv.append(uuid(i)).append(", Fake GPU, 10, 100, 1000, 40, 50.00, 300.00, 1000, 0\\n");
      devices.append(
          """
          - name: %1$s
            containerEdits:
              deviceNodes: [{path: /dev/nvidia%2$d, hostPath: %3$s/nvidia%2$d}]
          """
              .formatted(uuid(i), i, directory));
    }
    program(csv.toString());
    Files.writeString(directory.resolve("libcuda.so.999"), "driver 999");
    specify(devices.toString());
  }

  static String uuid(int gpu) {
    return "GPU-fake-" + gpu;
  }

  private void program(String csv) throws IOException {
    Path file = directory.resolve("nvidia-smi");
    Files.writeString(
        file, "#!/bin/sh\ncase $1 in --query-gpu*) printf '%s' ;; esac\n".formatted(csv));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void specify(String devices) throws IOException {
    Path folder = Files.createDirectory(directory.resolve("cdi"));
    Files.writeString(
        folder.resolve("nvidia.yaml"),
        """
        cdiVersion: 0.5.0
        kind: nvidia.com/gpu
        devices:
        %scontainerEdits:
          mounts:
          - hostPath: %s/libcuda.so.999
            containerPath: /usr/lib/fake/libcuda.so.999
            options: [ro, nosuid, nodev, bind]
        """
            .formatted(devices, directory));
  }

  /** Makes them the GPUs of a node of a laboratory that is not up yet. */
  void of(Lab lab, String node) throws IOException {
    lab.setting(
        "node-" + node,
        """
        labvm.node.gpu.program: %1$s/nvidia-smi
        labvm.node.gpu.specifications: ["%1$s/cdi"]
        """
            .formatted(directory));
  }

  @Override
  public void close() throws IOException {
    run("rm", "-rf", directory.toString());
  }

  private static void run(String... command) {
    var ignored = Commands.run(Duration.ofSeconds(10), List.of(command)).orFail();
  }
}
