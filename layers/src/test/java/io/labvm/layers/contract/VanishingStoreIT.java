package io.labvm.layers.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.layers.command.LayerCommand;
import io.labvm.layers.moosefs.MooseFs;
import io.labvm.layers.moosefs.MooseFsExtension;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The store goes away under a command and comes back: a clear refusal, and nothing to repair. */
@ExtendWith(MooseFsExtension.class)
class VanishingStoreIT {
  /** Short, because these tests wait for it. */
  private static final int TIMEOUT = 3;

  @TempDir private Path local;
  private final MooseFs moosefs;
  private MooseFs.Client client;
  private Path store;

  VanishingStoreIT(MooseFs moosefs) {
    this.moosefs = moosefs;
  }

  @BeforeEach
  void makeStore() throws Exception {
    client = moosefs.newClient("vanishing", TIMEOUT);
    store = Files.createTempDirectory(client.path(), "store-");
    Path source = Files.createDirectories(local.resolve("source"));
    Files.writeString(source.resolve("file"), "one");
    assertThat(run("base-import", "--name", "tiny", source.toString()).exit()).isZero();
    assertThat(run("create", "--base", "tiny", "--desktop", "d1").exit()).isZero();
  }

  @AfterEach
  void unmount() throws Exception {
    client.close();
  }

  private record Answer(int exit, String json) {}

  private Answer run(String command, String... words) {
    List<String> line = new ArrayList<>(List.of(command, "--store", store.toString(), "--json"));
    line.addAll(List.of(words));
    var out = new ByteArrayOutputStream();
    var err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    int exit = new LayerCommand(new PrintStream(out, true, StandardCharsets.UTF_8), err).run(line);
    return new Answer(exit, out.toString(StandardCharsets.UTF_8).strip());
  }

  private void assertUnavailable(Answer answer) {
    assertThat(answer.exit()).isEqualTo(1);
    assertThat(answer.json()).contains("\"code\":\"store-unavailable\"");
  }

  @Test
  void aKilledClientIsAStoreThatIsNotAvailable() throws Exception {
    client.kill();
    try {
      assertUnavailable(run("versions", "--desktop", "d1"));
      assertUnavailable(run("create", "--base", "tiny", "--desktop", "d2"));
    } finally {
      client.close();
      client.mount();
    }
    assertThat(run("create", "--base", "tiny", "--desktop", "d2").exit()).isZero();
    assertThat(run("versions", "--desktop", "d1").exit()).isZero();
  }

  @Test
  void aStoppedMasterIsAStoreThatIsNotAvailable() throws Exception {
    moosefs.stopMaster();
    try {
      assertUnavailable(run("versions", "--desktop", "d1"));
      assertUnavailable(run("create", "--base", "tiny", "--desktop", "d2"));
    } finally {
      moosefs.continueMaster();
    }
    Waiting.until(() -> run("versions", "--desktop", "d1").exit() == 0);
    assertThat(run("create", "--base", "tiny", "--desktop", "d2").exit()).isZero();
  }

  @Test
  void aKilledMasterComesBackWithWhatItAcknowledged() throws Exception {
    for (int i = 0; i < 20; i++) {
      assertThat(run("create", "--base", "tiny", "--desktop", "kept-" + i).exit()).isZero();
    }
    moosefs.killMaster();
    moosefs.startMaster();
    Waiting.until(() -> run("versions", "--desktop", "d1").exit() == 0);
    for (int i = 0; i < 20; i++) {
      assertThat(run("versions", "--desktop", "kept-" + i).exit()).isZero();
    }
    assertThat(run("create", "--base", "tiny", "--desktop", "d2").exit()).isZero();
  }
}
