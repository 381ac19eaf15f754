package io.labvm.layers.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.layers.delta.DeltaBuilder;
import io.labvm.layers.store.ShippedDesktop;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionsCommandTest {
  @TempDir private Path home;

  @Test
  void one_damaged_document_hides_no_other_version() throws Exception {
    ShippedDesktop desktop = ShippedDesktop.create(home, Map.of("etc/hostname", "tiny"));
    for (int i = 1; i <= 2; i++) {
      var _ = desktop.ship(new DeltaBuilder().file("f", "at " + i));
      assertThat(desktop.seal("seal-" + i).version()).isEqualTo(i);
    }
    Files.writeString(desktop.root().resolve("desktops/d1/versions/1.json"), "{");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
    String store = desktop.root().toString();
    int exit =
        new LayerCommand(printed, printed)
            .run(List.of("versions", "--store", store, "--desktop", "d1"));
    assertThat(exit).isEqualTo(2);
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).contains("0  ").doesNotContain("DAMAGED");
    assertThat(lines.get(1)).contains("1  DAMAGED: ", "versions/1.json is damaged at byte");
    assertThat(lines.get(2)).contains("2  ").doesNotContain("DAMAGED");
  }
}
