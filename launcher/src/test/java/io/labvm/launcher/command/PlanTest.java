package io.labvm.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.launcher.home.Home;
import io.labvm.launcher.home.Laboratory;
import io.labvm.launcher.home.Ports;
import io.labvm.launcher.home.Settings;
import io.labvm.launcher.home.StoreKind;
import io.labvm.launcher.shell.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanTest {
  @TempDir private Path directory;

  private Plan plan(String... line) {
    return new Plan(
        Home.at(directory), Arguments.parse(List.of(line), UpCommand.VALUED, UpCommand.PLAIN));
  }

  private void keep(int nodes, Ports ports) {
    keep(nodes, ports, StoreKind.DIRECTORY);
  }

  private void keep(int nodes, Ports ports, StoreKind store) {
    new Laboratory(
            Home.at(directory),
            ports,
            "10.70.1",
            "tiny",
            Laboratory.nodeIds(nodes),
            "127.0.0.1",
            Optional.empty(),
            Optional.empty(),
            store)
        .save();
  }

  @Test
  void keepsWhatTheHomeHas() {
    keep(3, Ports.from(20000));
    Plan plan = plan();
    Laboratory lab = Laboratory.load(Home.at(directory)).orElseThrow();
    assertThat(plan.matches(lab)).isTrue();
    assertThat(plan.settle(Home.at(directory))).isEqualTo(lab);
    assertThat(plan("--ports", "auto").settle(Home.at(directory)).ports())
        .isEqualTo(Ports.from(20000));
  }

  @Test
  void noticesOtherSettings() {
    keep(2, Ports.DEFAULT);
    Laboratory lab = Laboratory.load(Home.at(directory)).orElseThrow();
    assertThat(plan("--base", "min").matches(lab)).isFalse();
    assertThat(plan("--nodes", "3").matches(lab)).isFalse();
    assertThat(plan("--base", "tiny", "--nodes=2").matches(lab)).isTrue();
  }

  @Test
  void refusesWhatWouldHurt() {
    keep(2, Ports.DEFAULT);
    assertThatThrownBy(() -> plan("--port-base", "20000"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("stay as they are");
    assertThatThrownBy(() -> plan("--nodes", "1")).hasMessageContaining("Not fewer nodes");
    assertThatThrownBy(() -> plan("--listen", "0.0.0.0")).hasMessageContaining("--tls-cert");
    assertThatThrownBy(() -> plan("--tls-cert", "/nowhere")).hasMessageContaining("Cannot read");
  }

  @Test
  void refusesNonsense() {
    assertThatThrownBy(() -> plan("--nodes", "many")).hasMessageContaining("not a number");
    assertThatThrownBy(() -> plan("--nodes", "10")).hasMessageContaining("between 1 and 9");
    assertThatThrownBy(() -> plan("--port-base", "80")).hasMessageContaining("--port-base");
    assertThatThrownBy(() -> plan("--ports", "some")).hasMessageContaining("auto");
  }

  @Test
  void refusesABaseThatIsNot() throws Exception {
    assertThatThrownBy(() -> plan("--base", "lab")).hasMessageContaining("no base 'lab'");
    Files.createDirectories(directory.resolve("store/bases/lab-1"));
    assertThat(plan("--base", "lab").base()).isEqualTo("lab");
    assertThat(plan("--base", "lab-1").base()).isEqualTo("lab-1");
    assertThatThrownBy(() -> plan("--base", "la")).hasMessageContaining("no base 'la'");
  }

  @Test
  void aStoreStaysWhatItIs() {
    assertThat(plan("--moosefs").storeKind()).isEqualTo(StoreKind.MOOSEFS);
    keep(2, Ports.DEFAULT);
    assertThatThrownBy(() -> plan("--moosefs")).hasMessageContaining("stays a directory");
    keep(2, Ports.DEFAULT, StoreKind.MOOSEFS);
    Laboratory lab = Laboratory.load(Home.at(directory)).orElseThrow();
    assertThat(plan().settle(Home.at(directory))).isEqualTo(lab);
    assertThat(plan("--moosefs").matches(lab)).isTrue();
  }

  @Test
  void trustsTheKeptBaseOfAStoreThatIsNotMounted() {
    keep(2, Ports.DEFAULT, StoreKind.MOOSEFS);
    Settings.of(Home.at(directory)).set("base", "lab-1").save();
    assertThat(plan().base()).isEqualTo("lab-1");
    assertThatThrownBy(() -> plan("--base", "other")).hasMessageContaining("no base 'other'");
  }

  @Test
  void refusesANewerHome() throws Exception {
    Files.writeString(directory.resolve("FORMAT"), "2\n");
    assertThatThrownBy(() -> Home.at(directory).checkFormat()).hasMessageContaining("newer labVm");
  }
}
