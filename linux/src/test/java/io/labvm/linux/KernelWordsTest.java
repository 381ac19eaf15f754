package io.labvm.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class KernelWordsTest {
  @Test
  void a_full_device_is_understood_however_the_jdk_tells_it() {
    IOException channel =
        catchThrowableOfType(
            IOException.class, () -> Files.writeString(Path.of("/dev/full"), "more than nothing"));
    assertThat(KernelWords.isFull(channel)).as(channel.toString()).isTrue();
    assertThat(KernelWords.isFull(new FileSystemException("/f", null, "Disk quota exceeded")))
        .isTrue();
    assertThat(KernelWords.isFull(new LinuxException("write", "/f", Errno.EDQUOT.number())))
        .isTrue();
    assertThat(KernelWords.isUnusable(channel)).isFalse();
  }

  /** Whoever names a file so must not be believed. */
  @Test
  void names_of_files_say_nothing() {
    String name = "/home/No space left on device: Input/output error";
    for (IOException e :
        new IOException[] {
          new IOException("not a file any more: " + name),
          new IOException("not a file any more: No space left on device"),
          new IOException(name + " was moved while it was removed"),
          new FileSystemException(name, null, "Permission denied"),
          new FileSystemException(name),
          new LinuxException("open", name, Errno.EACCES.number())
        }) {
      assertThat(KernelWords.isFull(e)).isFalse();
      assertThat(KernelWords.isUnusable(e)).isFalse();
    }
  }

  @Test
  void a_read_only_file_system_is_of_no_use_for_writing() {
    IOException proc =
        catchThrowableOfType(IOException.class, () -> Files.delete(Path.of("/proc/self/status")));
    assertThat(KernelWords.isUnusable(proc)).as("not permitted, no more: " + proc).isFalse();
    assertThat(KernelWords.isUnusable(new FileSystemException("/f", null, "Read-only file system")))
        .isTrue();
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.INCLUDE,
      names = {"ENOTCONN", "EIO", "ESTALE", "ETIMEDOUT", "EROFS"})
  void a_mount_whose_server_is_gone_is_of_no_use(Errno errno) {
    var e = new LinuxException("openat", "/store/FORMAT", errno.number());
    assertThat(KernelWords.isUnusable(e)).isTrue();
    assertThat(KernelWords.isFull(e)).isFalse();
  }
}
