package io.labvm.node.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.layers.mount.StubPoint;
import io.labvm.node.testkit.FakeGpus;
import io.labvm.node.testkit.Scratch;
import io.labvm.nodechannel.NodeMetrics.GpuGiving;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a node would give, with device files that root makes. */
class GpuAccessKernelIT {
  private Scratch scratch;
  private FakeGpus gpus;
  private GpuAccess access;

  @BeforeEach
  void makeGpus() throws IOException {
    scratch = new Scratch();
    gpus = new FakeGpus(scratch.resolve("gpus"));
    access = gpus.access();
    assertThat(gpus.watch().known().gpus()).hasSize(4);
  }

  @AfterEach
  void removeGpus() throws IOException {
    gpus.close();
    scratch.close();
  }

  @Test
  void givesWhatIsWantedByTheSpecification() {
    assertThat(access.giving()).isEqualTo(new GpuGiving(GpuGiving.CDI, null));
    assertThat(devices(List.of(FakeGpus.uuid(2), FakeGpus.uuid(0))))
        .containsExactlyInAnyOrder("/dev/nvidia2", "/dev/nvidia0", "/dev/nvidiactl");
    assertThat(devices(null)).hasSize(5);
    assertThat(access.grant(List.of())).isEqualTo(GpuGrant.NONE);
    assertThat(access.grant(List.of("GPU-elsewhere"))).isEqualTo(GpuGrant.NONE);
  }

  private List<String> devices(@Nullable List<String> wanted) {
    GpuGrant grant = access.grant(wanted);
    assertThat(grant.requested()).isEmpty();
    return grant.edits().deviceNodes().stream().map(ContainerEdits.DeviceNode::path).toList();
  }

  @Test
  void specificationOfAnotherDriverGivesNothingAndSaysWhy() throws IOException {
    Files.delete(gpus.library());
    assertThat(access.giving().way()).isEqualTo(GpuGiving.CDI);
    assertThat(access.giving().problem()).contains("libcuda.so.999, which is not there");
    assertThat(access.grant(null)).isEqualTo(GpuGrant.NONE);
  }

  @Test
  void brokenSpecificationGivesNothingAndSaysWhy() throws IOException {
    Files.writeString(scratch.resolve("gpus/cdi/broken.yaml"), "kind: 1");
    assertThat(access.giving().problem()).contains("broken.yaml is not a device specification");
    assertThat(access.grant(null)).isEqualTo(GpuGrant.NONE);
  }

  @Test
  void specificationThatForgetsAGpuIsToldAndGivesTheOthers() throws IOException {
    Files.writeString(
        scratch.resolve("gpus/cdi/nvidia.yaml"),
        """
        cdiVersion: 0.5.0
        kind: nvidia.com/gpu
        devices:
        - {name: GPU-fake-3, containerEdits: {env: [THIRD=1]}}
        """);
    assertThat(access.giving().problem()).contains("does not name GPU GPU-fake-0");
    assertThat(access.grant(List.of(FakeGpus.uuid(3), FakeGpus.uuid(0))).edits().env())
        .containsExactly("THIRD=1");
  }

  @Test
  void asksTheEngineWhereOnlyItsHookIsThere() {
    var hook = new GpuAccess(new DeviceSpecifications(List.of()), gpus.watch(), () -> true);
    assertThat(hook.giving()).isEqualTo(new GpuGiving(GpuGiving.HOOK, null));
    assertThat(hook.grant(List.of(FakeGpus.uuid(1))).requested()).containsExactly("GPU-fake-1");
    assertThat(hook.grant(null).requested()).containsExactly("all");
    assertThat(hook.grant(List.of())).isEqualTo(GpuGrant.NONE);
  }

  @Test
  void saysThatThereIsNoWayOnlyWhereThereAreGpus() {
    var noWay = new GpuAccess(new DeviceSpecifications(List.of()), gpus.watch(), () -> false);
    assertThat(noWay.giving().problem()).contains("neither");
    assertThat(noWay.grant(null)).isEqualTo(GpuGrant.NONE);
    assertThat(FakeGpus.none().giving()).isEqualTo(new GpuGiving(GpuGiving.NONE, null));
    assertThat(FakeGpus.none().grant(null)).isEqualTo(GpuGrant.NONE);
  }

  @Test
  void mountPointsAreThoseInTheRootAlsoThroughItsLinks() {
    assertThat(MountPoints.of(access.grant(null).edits()))
        .containsExactlyInAnyOrder(
            new StubPoint("/usr/lib/fake/libcuda.so.999", StubPoint.Kind.FILE),
            new StubPoint("/usr/bin/nvidia-smi", StubPoint.Kind.FILE));
    var linked =
        new ContainerEdits(
            List.of(),
            List.of(),
            List.of(
                new ContainerEdits.Mount("/usr", "/lib/firmware", null, null),
                new ContainerEdits.Mount("/a", "/run/nvidia/socket", null, null)),
            List.of(),
            List.of());
    assertThat(MountPoints.of(linked))
        .containsExactly(
            new StubPoint("/lib/firmware", StubPoint.Kind.DIRECTORY),
            new StubPoint("/usr/lib/firmware", StubPoint.Kind.DIRECTORY));
  }
}
