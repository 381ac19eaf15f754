package io.labvm.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirTest {
  @TempDir private Path outside;
  private Path inside;

  @BeforeEach
  void makeTree() throws Exception {
    inside = outside.resolve("inside");
    Files.createDirectories(inside.resolve("sub"));
    Files.writeString(outside.resolve("secret"), "secret");
    Files.writeString(inside.resolve("file"), "content");
    Files.createSymbolicLink(inside.resolve("out"), outside);
    Files.createSymbolicLink(inside.resolve("link"), Path.of("file"));
  }

  @Test
  void listsNamesInByteOrderWithTypes() throws Exception {
    try (Dir dir = Dir.open(inside)) {
      dir.makeNode(new byte[] {(byte) 0xff}, FileType.FIFO.modeBits() | 0600, 0, 0);
      dir.makeNode(bytes("-first"), FileType.REGULAR.modeBits() | 0600, 0, 0);
      DirEntries entries = dir.entries();
      List<String> names = new ArrayList<>();
      for (int i = 0; i < entries.size(); i++) {
        names.add(new String(entries.name(i), StandardCharsets.ISO_8859_1));
      }
      assertThat(names).containsExactly("-first", "file", "link", "out", "sub", "\u00ff");
      assertThat(entries.type(4)).isEqualTo(FileType.DIRECTORY);
      assertThat(entries.type(5)).isEqualTo(FileType.FIFO);
      assertThat(dir.entries().size()).as("a second listing").isEqualTo(6);
    }
  }

  @Test
  void knowsWhetherAFileIsOpenForWritingOrMapped() throws Exception {
    Path file = inside.resolve("file");
    try (Fd fd = Fd.open(file)) {
      assertThat(fd.hasWriters()).isFalse();
      try (FileChannel writer = FileChannel.open(file, StandardOpenOption.WRITE)) {
        assertThat(writer.isOpen() && fd.hasWriters()).isTrue();
      }
      assertThat(fd.hasWriters()).isFalse();
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment mapped = map(file, arena);
        assertThat(mapped.byteSize() > 0 && fd.hasWriters()).as("only mapped").isTrue();
      }
      assertThat(fd.hasWriters()).isFalse();
    }
  }

  /** The kernel's word to the holder of a lease is SIGIO, by default the end of the process. */
  @Test
  void askingForWritersSurvivesOneThatComesInBetween() throws Exception {
    Path file = inside.resolve("file");
    AtomicBoolean done = new AtomicBoolean();
    Thread writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!done.get()) {
                    open(file);
                  }
                });
    int found = 0;
    try (Fd fd = Fd.open(file)) {
      for (int i = 0; i < 50_000 || found == 0; i++) {
        found += fd.hasWriters() ? 1 : 0;
      }
    } finally {
      done.set(true);
      writer.join();
    }
    assertThat(found).isPositive();
  }

  private static void open(Path file) {
    try {
      FileChannel.open(file, StandardOpenOption.WRITE).close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MemorySegment map(Path file, Arena arena) throws Exception {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return channel.map(FileChannel.MapMode.READ_WRITE, 0, 4, arena);
    }
  }

  @Test
  void listsADirectoryOfManyNames() throws Exception {
    for (int i = 0; i < 3000; i++) {
      Files.createFile(inside.resolve("name-" + i));
    }
    try (Dir dir = Dir.open(inside)) {
      DirEntries entries = dir.entries();
      assertThat(entries.size()).isEqualTo(3004);
      for (int i = 1; i < entries.size(); i++) {
        assertThat(java.util.Arrays.compareUnsigned(entries.name(i - 1), entries.name(i)))
            .isNegative();
      }
    }
  }

  @Test
  void opensRegularFilesOnly() throws Exception {
    for (Dir opened : List.of(Dir.open(inside), Dir.openConfined(inside))) {
      try (Dir dir = opened) {
        dir.makeNode(bytes("null"), FileType.CHARACTER_DEVICE.modeBits() | 0666, 1, 3);
        dir.makeNode(bytes("pipe"), FileType.FIFO.modeBits() | 0600, 0, 0);
        for (String name : List.of("out", "link", "sub", "null", "pipe")) {
          assertThat(dir.openRegular(bytes(name))).as(name).isNull();
        }
        try (RegularFile file = dir.openRegular(bytes("file"))) {
          assertThat(file).isNotNull();
          ByteBuffer buffer = ByteBuffer.allocateDirect(100);
          assertThat(file.fd().read(0, buffer)).isEqualTo(7);
          assertThat(file.stat().size()).isEqualTo(7);
        }
        dir.unlink(bytes("null"));
        dir.unlink(bytes("pipe"));
      }
    }
  }

  @Test
  void aConfinedDirectoryOpensNoDevices() throws Exception {
    try (Dir dir = Dir.openConfined(inside)) {
      assertThat(dir.isConfined()).isTrue();
    }
    assertThat(MountTable.read().entries())
        .noneMatch(e -> e.mountPoint().startsWith(inside.toString()));
  }

  @Test
  void nothingLeadsOut() throws Exception {
    try (Dir dir = Dir.open(inside)) {
      for (String path : List.of("../secret", "out/secret", "/etc/passwd", "sub/../../secret")) {
        assertThatThrownBy(() -> dir.openPath(bytes(path)).close())
            .as(path)
            .isInstanceOf(LinuxException.class);
      }
      assertThatThrownBy(() -> dir.openDirectory(bytes("out")).close())
          .isInstanceOf(LinuxException.class);
      assertThatThrownBy(() -> dir.stat(bytes("../secret")))
          .isInstanceOf(IllegalArgumentException.class);
      try (Dir sub = dir.openBeneath(bytes("sub"))) {
        assertThat(sub.entries().size()).isZero();
      }
    }
  }

  @Test
  void anOpenHandleNamesTheSameFileForEver() throws Exception {
    try (Dir dir = Dir.open(inside);
        Fd handle = dir.openPath(bytes("file"))) {
      Files.move(inside.resolve("file"), inside.resolve("moved"));
      Files.createSymbolicLink(inside.resolve("file"), outside.resolve("secret"));
      assertThat(Files.readString(handle.path())).isEqualTo("content");
    }
  }

  @Test
  void keepsAttributesOfEverything() throws Exception {
    try (Dir dir = Dir.open(inside)) {
      Xattr trusted = Xattr.of("trusted.test", new byte[] {0, 1, (byte) 0xff});
      Xattrs.set(inside.resolve("link"), trusted);
      assertThat(dir.xattrs(bytes("link"))).containsExactly(trusted);
      assertThat(dir.xattrs(bytes("file"))).isEmpty();
      assertThat(dir.readLink(bytes("link"))).isEqualTo(bytes("file"));
    }
  }

  @Test
  void errorsSayCallPathAndNumber() {
    assertThatThrownBy(() -> Dir.open(inside.resolve("absent")).close())
        .isInstanceOfSatisfying(
            LinuxException.class,
            e -> {
              assertThat(e.errno()).isEqualTo(Errno.ENOENT);
              assertThat(e.call()).isEqualTo("openat");
              assertThat(e.getMessage()).contains("absent").contains("ENOENT (2)");
            });
  }

  @Test
  void theBootClockNeverRunsBackwards() {
    long first = BootClock.nanos();
    assertThat(first).isPositive();
    assertThat(BootClock.nanos()).isGreaterThanOrEqualTo(first);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
