package io.labvm.node.rundir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.node.process.SystemCommands;
import io.labvm.node.testkit.Scratch;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With real mounts; the test plays the member, who is root in sock and out. */
class RunDirectoriesKernelIT {
  private static final DesktopId DESKTOP = new DesktopId("d1");
  private static final DesktopInput INPUT =
      new DesktopInput("anna", "zh_CN", "anna-desktop", "aB3-_x9z", "ssh-ed25519 AAAA a");

  private Scratch scratch;
  private RunDirectories directories;
  private VncSockets sockets;
  private Path desktop;

  @BeforeEach
  void renew() throws IOException {
    scratch = new Scratch();
    // longer than the 108 bytes of a socket's address
    directories = new RunDirectories(scratch.resolve("r".repeat(120)));
    sockets = new VncSockets(directories);
    desktop = directories.renew(DESKTOP);
    directories.write(DESKTOP, INPUT);
  }

  @AfterEach
  void removeEverything() throws IOException {
    directories.remove(DESKTOP);
    directories.remove(DESKTOP);
    assertThat(scratch.mounts()).isEmpty();
    assertThat(desktop).doesNotExist();
    scratch.close();
  }

  @Test
  void givesInputToRootAlone() throws IOException {
    Path in = desktop.resolve("in");
    assertThat(in.resolve("vnc-secret")).hasContent("aB3-_x9z");
    assertThat(in.resolve("language")).hasContent("zh_CN.UTF-8");
    assertThat(in.resolve("uid")).hasContent("1000");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(in)))
        .isEqualTo("rwx------");
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(in.resolve("vnc-secret"))))
        .isEqualTo("rw-------");
  }

  @Test
  void replacesInputOfARunningDesktop() throws IOException {
    Object before = Files.getAttribute(desktop.resolve("in/vnc-secret"), "unix:ino");
    directories.write(
        DESKTOP, new DesktopInput("anna", "en_US", "h", "newone77", "ssh-ed25519 BBBB b"));
    assertThat(desktop.resolve("in/vnc-secret")).hasContent("newone77");
    assertThat(Files.getAttribute(desktop.resolve("in/vnc-secret"), "unix:ino"))
        .isNotEqualTo(before);
  }

  @Test
  void renewingThrowsAwayWhatWasThere() throws IOException {
    Files.writeString(desktop.resolve("out/state"), "ready");
    var ignored = directories.renew(DESKTOP);
    assertThat(desktop.resolve("out")).isEmptyDirectory();
    assertThat(desktop.resolve("in")).isEmptyDirectory();
    assertThat(scratch.mounts()).hasSize(3);
    assertThat(directories.list()).containsExactly(DESKTOP);
  }

  @Test
  void fillingOutAndSockKeepsNobodyFromWritingInput() throws IOException {
    fill(desktop.resolve("out/log"));
    fill(desktop.resolve("sock/log"));
    directories.write(DESKTOP, INPUT);
    assertThat(desktop.resolve("in/login")).hasContent("anna");
  }

  private static void fill(Path file) {
    assertThatThrownBy(() -> Files.write(file, new byte[8 << 20]))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("No space left");
  }

  @Test
  void allowsNeitherDevicesNorPrograms() throws IOException {
    Path device = desktop.resolve("sock/null");
    SystemCommands commands = new SystemCommands(Duration.ofSeconds(5));
    commands.call("mknod", device.toString(), "c", "1", "3");
    assertThatThrownBy(() -> Files.writeString(device, "x"))
        .isInstanceOf(FileSystemException.class);
    Path program = desktop.resolve("out/program");
    Files.writeString(program, "#!/bin/sh\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThatThrownBy(() -> commands.call(program.toString())).hasMessageContaining("denied");
  }

  @Test
  void connectsToTheSocketHoweverLongThePathIs() throws IOException {
    try (ServerSocketChannel server = listen();
        SocketChannel client = sockets.connect(DESKTOP);
        SocketChannel accepted = server.accept()) {
      assertThat(accepted.write(ByteBuffer.wrap(new byte[] {7}))).isEqualTo(1);
      ByteBuffer read = ByteBuffer.allocate(1);
      assertThat(client.read(read)).isEqualTo(1);
      assertThat(read.get(0)).isEqualTo((byte) 7);
    }
  }

  @Test
  void neverFollowsALinkToAnotherSocket() throws IOException {
    Path outside = scratch.resolve("docker.sock");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(outside));
      Files.createSymbolicLink(desktop.resolve("sock/vnc.sock"), outside);
      assertThatThrownBy(() -> sockets.connect(DESKTOP)).isInstanceOf(IOException.class);
      server.configureBlocking(false);
      assertThat(server.accept()).isNull();
    }
  }

  @Test
  void refusesWhatIsNoSocket() throws IOException {
    Path place = desktop.resolve("sock/vnc.sock");
    Files.createDirectory(place);
    assertThatThrownBy(() -> sockets.connect(DESKTOP)).hasMessageContaining("not a socket");
    Files.delete(place);
    new SystemCommands(Duration.ofSeconds(5)).call("mkfifo", place.toString());
    assertThatThrownBy(() -> sockets.connect(DESKTOP)).hasMessageContaining("not a socket");
    Files.delete(place);
    Files.writeString(place, "");
    assertThatThrownBy(() -> sockets.connect(DESKTOP)).hasMessageContaining("not a socket");
    Files.delete(place);
    assertThatThrownBy(() -> sockets.connect(DESKTOP)).hasMessageContaining("ENOENT");
  }

  /** A server that never accepts fills its backlog; then a blocking connect would wait for ever. */
  @Test
  void failsAtOnceWhenTheServerAcceptsNobody() throws IOException {
    try (ServerSocketChannel server = listen()) {
      assertThat(server.isOpen()).isTrue();
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 10; i++) {
                  SocketChannel ignored = sockets.connect(DESKTOP);
                }
              })
          .isInstanceOf(IOException.class);
    }
  }

  /** Bound by a short way to the directory, since bind takes no long path. */
  private ServerSocketChannel listen() throws IOException {
    Path shortPath = scratch.resolve("l");
    Files.createSymbolicLink(shortPath, desktop.resolve("sock"));
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(shortPath.resolve("vnc.sock")), 1);
    Files.delete(shortPath);
    return server;
  }
}
