package io.labvm.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessMarkTest {
  @Test
  void thisProcessHasNotEnded() throws IOException {
    ProcessMark self = ProcessMark.self();
    assertThat(self.hasEnded()).isFalse();
    assertThat(ProcessMark.parse(self.toString())).hasValue(self);
  }

  @Test
  void aLaterProcessOfTheSameNumberIsAnother() throws IOException {
    ProcessMark self = ProcessMark.self();
    assertThat(new ProcessMark(self.namespace(), self.pid(), self.start() - 1).hasEnded()).isTrue();
  }

  @Test
  void nothingIsKnownOfAnotherNamespace() throws IOException {
    ProcessMark self = ProcessMark.self();
    assertThat(new ProcessMark(self.namespace() + 1, self.pid(), 1).hasEnded()).isFalse();
  }

  @Test
  void aKilledProcessHasEndedWhetherOrNotItsParentKnows() throws Exception {
    Process child = new ProcessBuilder("sleep", "1000").start();
    ProcessMark self = ProcessMark.self();
    ProcessMark marked = new ProcessMark(self.namespace(), child.pid(), 0);
    var ignored = child.destroyForcibly();
    assertThat(child.waitFor()).isNotZero();
    assertThat(marked.hasEnded()).isTrue();
  }

  @Test
  void otherTextIsNoMark() {
    for (String text : List.of("", "1-2", "1-2-3-4", "a-1-2", "1-2-9999999999999999999")) {
      assertThat(ProcessMark.parse(text)).as(text).isEmpty();
    }
  }
}
