package io.labvm.layers.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.layers.LayerError;
import io.labvm.linux.Errno;
import io.labvm.linux.LinuxException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessagesTest {
  @Test
  void failures_are_told_without_names_of_classes() {
    assertThat(Messages.of(new NoSuchFileException("/x"))).isEqualTo("/x does not exist");
    assertThat(Messages.of(new NotDirectoryException("/x"))).isEqualTo("/x is not a directory");
    assertThat(Messages.of(new AccessDeniedException("/x"))).isEqualTo("no permission for /x");
    assertThat(Messages.of(new FileSystemException("/x", "/y", "Is a directory")))
        .isEqualTo("/x: is a directory");
    assertThat(Messages.of(new EOFException())).isEqualTo("reading or writing failed");
    assertThat(Messages.of(new IOException("output closed"))).isEqualTo("output closed");
  }

  @Test
  void what_the_kernel_lacks_is_unsupported() {
    LinuxException e = new LinuxException("freeze", "process 7", Errno.ENOTSUP.number());
    assertThat(Messages.of(e))
        .isEqualTo("freeze of process 7 is not supported by this kernel or in this place");
    assertThat(Causes.of(e, List.of())).isEqualTo(LayerError.UNSUPPORTED);
  }
}
