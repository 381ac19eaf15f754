package io.labvm.node.figures;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.node.relay.RunningDesktops;
import io.labvm.nodechannel.NodeMetrics.DesktopMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DesktopFiguresTest {
  @TempDir Path groups;
  private final RunningDesktops running = new RunningDesktops();
  private final AtomicLong clock = new AtomicLong();
  private DesktopFigures figures;

  @BeforeEach
  void runOne() {
    running.put(new DesktopId("d1"), new RunningDesktops.Running(3, "10.213.0.9", "c"));
    figures = new DesktopFigures(new ControlGroups(groups, "/lv/n1"), running, clock::get);
  }

  @Test
  void readsBothVersionsOfControlGroups() throws IOException {
    write("cpuacct/lv/n1/d1/3/cpuacct.usage", "1000\n");
    write("memory/lv/n1/d1/3/memory.usage_in_bytes", "4096\n");
    assertThat(figures.read()).containsExactly(new DesktopMetrics("d1", 3, 0, 4096));
    clock.set(2000);
    write("cpuacct/lv/n1/d1/3/cpuacct.usage", "4000\n");
    assertThat(figures.read()).containsExactly(new DesktopMetrics("d1", 3, 1.5, 4096));
  }

  @Test
  void readsTheUnifiedHierarchy() throws IOException {
    write("lv/n1/d1/3/cpu.stat", "usage_usec 1\nuser_usec 1\n");
    write("lv/n1/d1/3/memory.current", "8192\n");
    var ignored = figures.read();
    clock.set(2000);
    write("lv/n1/d1/3/cpu.stat", "usage_usec 2\nuser_usec 1\n");
    assertThat(figures.read()).containsExactly(new DesktopMetrics("d1", 3, 0.5, 8192));
  }

  @Test
  void countsAGroupThatIsGoneAsUnused() {
    assertThat(figures.read()).containsExactly(new DesktopMetrics("d1", 3, 0, 0));
    running.remove(new DesktopId("d1"));
    assertThat(figures.read()).isEmpty();
  }

  private void write(String name, String text) throws IOException {
    Path file = groups.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
  }
}
