package io.labvm.layers.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.source.DirectorySource;
import io.labvm.layers.source.ImageBuild;
import io.labvm.layers.source.ImportProgress;
import io.labvm.linux.Dir;
import io.labvm.linux.FileType;
import io.labvm.linux.MountFlag;
import io.labvm.linux.MountTable;
import io.labvm.linux.Mounts;
import io.labvm.linux.Stat;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A desktop's root: base image and stub below, upper on top, with and without newer kernels' ways.
 */
class DesktopMountKernelIT {
  @TempDir private Path temporary;
  private Path home;
  private Path image;

  static List<MountFeatures> features() {
    return List.of(MountFeatures.all(), MountFeatures.none());
  }

  @BeforeEach
  void makeImage() throws Exception {
    home = temporary.toRealPath();
    Path source = Files.createDirectories(home.resolve("source"));
    Files.writeString(source.resolve("in-base"), "base");
    Files.createDirectory(source.resolve("proc"));
    Files.setPosixFilePermissions(source, PosixFilePermissions.fromString("rwxr-x--x"));
    image = home.resolve("image.erofs");
    var ignored = ImageBuild.write(new DirectorySource(source), image, ImportProgress.none());
  }

  @AfterEach
  void leavesNoMounts() throws Exception {
    List<String> left =
        MountTable.read().entries().stream()
            .map(e -> e.mountPoint())
            .filter(p -> p.startsWith(home.toString()))
            .sorted(java.util.Comparator.reverseOrder())
            .toList();
    for (String mount : left) {
      Mounts.detach(Path.of(mount));
    }
    assertThat(left).isEmpty();
  }

  private Path upper() {
    return home.resolve("upper");
  }

  private MountSpec spec(List<Path> lowers) {
    return new MountSpec(lowers, upper(), home.resolve("work"), home.resolve("merged"));
  }

  private Path stub() throws Exception {
    return new StubLayer(home.resolve("stub"))
        .with(
            List.of(
                new StubPoint("/proc", StubPoint.Kind.DIRECTORY),
                new StubPoint("/usr/bin/tool", StubPoint.Kind.FILE)));
  }

  @ParameterizedTest
  @MethodSource("features")
  void mountsBaseStubAndUpperAndTakesThemAwayAgain(MountFeatures allowed) throws Exception {
    MountFeatures found = OverlaySupport.probe(home.resolve("probe"), allowed);
    ImageMounts images = new ImageMounts(home.resolve("images"), found);
    Path base = images.mount("base-1", image);
    assertThat(images.mount("base-1", image)).as("again").isEqualTo(base);
    assertThat(images.mounted()).containsExactly("base-1");
    OverlayMounts overlays = new OverlayMounts(found);
    MountSpec spec = spec(List.of(base, stub()));
    overlays.mount(spec);
    overlays.mount(spec); // mounted in the same way already: nothing
    Path merged = spec.merged();
    assertThat(merged.resolve("in-base")).hasContent("base");
    assertThat(merged.resolve("usr/bin/tool")).isEmptyFile();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(merged)))
        .as("the base's root shows")
        .isEqualTo("rwxr-x--x");
    Files.delete(merged.resolve("in-base"));
    Files.writeString(merged.resolve("mine"), "mine");
    try (Dir inUpper = Dir.open(upper())) {
      Stat whiteout = inUpper.stat("in-base".getBytes(StandardCharsets.US_ASCII));
      assertThat(whiteout.type()).isEqualTo(FileType.CHARACTER_DEVICE);
      assertThat(whiteout.deviceMajor()).isZero();
    }
    assertThat(overlays.isInUse(upper())).isTrue();
    // An overlay has its own hold on its lowers: taking the image's mount away does not harm it.
    assertThat(images.unmount("base-1")).isTrue();
    assertThat(merged.resolve("usr/bin/tool")).isEmptyFile();
    assertThat(merged.resolve("proc")).isDirectory();
    assertThat(overlays.unmount(merged)).isTrue();
    assertThat(overlays.unmount(merged)).as("again").isFalse();
    assertThat(overlays.isInUse(upper())).isFalse();
    assertThat(images.unmount("base-1")).as("again").isFalse();
    assertThat(upper().resolve("mine")).hasContent("mine");
    assertThat(upper().resolve("proc")).doesNotExist();
  }

  @ParameterizedTest
  @MethodSource("features")
  void knowsItsLowersAgainFromTheMountTable(MountFeatures allowed) throws Exception {
    List<Path> lowers =
        List.of(
            Files.createDirectories(home.resolve("l:1")),
            Files.createDirectories(home.resolve("l,2")),
            Files.createDirectories(home.resolve("l 3")));
    OverlayMounts overlays = new OverlayMounts(allowed);
    MountSpec spec = spec(lowers);
    overlays.mount(spec);
    overlays.mount(spec);
    MountSpec other = spec(List.of(lowers.getFirst()));
    assertThatThrownBy(() -> overlays.mount(other)).hasMessageContaining("another mount");
    assertThat(overlays.unmount(spec.merged())).isTrue();
  }

  @Test
  void refusesAnUpperThatIsMountedElsewhere() throws Exception {
    OverlayMounts overlays = new OverlayMounts(MountFeatures.all());
    Path lower = Files.createDirectories(home.resolve("lower"));
    overlays.mount(spec(List.of(lower)));
    MountSpec second =
        new MountSpec(List.of(lower), upper(), home.resolve("work"), home.resolve("merged-2"));
    // With index=off the kernel itself would only write a line into its log.
    assertThatThrownBy(() -> overlays.mount(second))
        .isInstanceOfSatisfying(
            LayerException.class, e -> assertThat(e.error()).isEqualTo(LayerError.BUSY));
    assertThat(overlays.unmount(home.resolve("merged"))).isTrue();
  }

  @Test
  void refusesAnUpperThatWouldBeLost() throws Exception {
    Path memory = Files.createDirectories(home.resolve("memory"));
    Mounts.mount("tmpfs", memory, "tmpfs", Set.of(MountFlag.NO_SUID), "size=1m");
    MountSpec spec =
        new MountSpec(
            List.of(Files.createDirectories(home.resolve("lower"))),
            memory.resolve("upper"),
            memory.resolve("work"),
            home.resolve("merged"));
    assertThatThrownBy(() -> new OverlayMounts(MountFeatures.all()).mount(spec))
        .isInstanceOfSatisfying(
            LayerException.class, e -> assertThat(e.error()).isEqualTo(LayerError.UNSUPPORTED));
    Mounts.unmount(memory);
  }

  @Test
  void refusesAnotherImageUnderTheSameName() throws Exception {
    ImageMounts images = new ImageMounts(home.resolve("images"), MountFeatures.all());
    Path base = images.mount("base-1", image);
    Path copy = Files.copy(image, home.resolve("copy.erofs"));
    assertThatThrownBy(() -> images.mount("base-1", copy)).hasMessageContaining("another mount");
    assertThat(Files.exists(base.resolve("in-base"))).isTrue();
    assertThat(images.unmount("base-1")).isTrue();
  }

  @ParameterizedTest
  @MethodSource("features")
  void saysThatAFileIsNoImage(MountFeatures allowed) throws Exception {
    Path noImage = Files.write(home.resolve("no-image"), new byte[8192]);
    ImageMounts images = new ImageMounts(home.resolve("images"), allowed);
    assertThatThrownBy(() -> images.mount("base-1", noImage))
        .isInstanceOfSatisfying(
            LayerException.class, e -> assertThat(e.error()).isEqualTo(LayerError.DAMAGED));
  }

  @Test
  void longStacksNeedTheNewWay() throws Exception {
    List<Path> lowers = new java.util.ArrayList<>();
    for (int i = 0; i < 100; i++) {
      lowers.add(Files.createDirectories(home.resolve("a-lower-with-a-long-name-" + i)));
    }
    assertThatThrownBy(() -> new OverlayMounts(MountFeatures.none()).mount(spec(lowers)))
        .isInstanceOfSatisfying(
            LayerException.class, e -> assertThat(e.error()).isEqualTo(LayerError.UNSUPPORTED));
    OverlayMounts overlays = new OverlayMounts(MountFeatures.all());
    overlays.mount(spec(lowers));
    overlays.mount(spec(lowers));
    assertThat(overlays.unmount(home.resolve("merged"))).isTrue();
  }

  @Test
  void everyCapabilityIsFoundOnThisKernelUnlessForcedOff() throws Exception {
    Map<MountFeatures, MountFeatures> cases =
        Map.of(
            MountFeatures.none(),
            MountFeatures.none(),
            new MountFeatures(true, false, true),
            new MountFeatures(true, false, true),
            new MountFeatures(false, true, false),
            new MountFeatures(false, true, false),
            new MountFeatures(false, false, true),
            new MountFeatures(false, false, true));
    for (var entry : cases.entrySet()) {
      assertThat(OverlaySupport.probe(home.resolve("probe"), entry.getKey()))
          .isEqualTo(entry.getValue());
    }
  }
}
