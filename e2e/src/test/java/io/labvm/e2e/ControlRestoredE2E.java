package io.labvm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The control plane is restored from a backup, and knows less than the nodes and the store. */
@ExtendWith(LabExtension.class)
class ControlRestoredE2E {
  private static final List<String> CLIENTS = List.of("portal", "control");

  @Test
  void takesOverADesktopThatWasSwitchedSince(Lab lab, @TempDir Path kept) throws IOException {
    Member member = lab.register(null);
    String before = member.node();
    stop(lab);
    save(lab, kept);
    start(lab);
    String moved = moveAway(lab, member, before);
    member.shell().sh("echo mine > /home/written-since");

    stop(lab);
    restore(lab, kept);
    start(lab);
    Wait.untilTrue(
        "the desktop to be taken over where it runs",
        Duration.ofMinutes(3),
        () ->
            member.node().equals(moved)
                && member.show().path("state").asString().equals("running"));
    member.awaitViewer().close();
    assertThat(member.shell().sh("cat /home/written-since")).contains("mine");
    member.does("backup");
    member.does("stop");
    member.does("start");
    assertThat(member.shell().sh("cat /home/written-since")).contains("mine");
    member.does("delete");
  }

  private static String moveAway(Lab lab, Member member, String from) {
    String other =
        lab.nodes().stream().filter(node -> !node.equals(from)).findFirst().orElseThrow();
    var _ = member.operate("switch", Map.of("node", other));
    return other;
  }

  private static void stop(Lab lab) {
    supervise(lab, "stop", CLIENTS);
    supervise(lab, "stop", List.of("temporal"));
  }

  private static void start(Lab lab) {
    supervise(lab, "start", List.of("temporal"));
    supervise(lab, "start", CLIENTS);
    Wait.untilTrue(
        "the portal to answer",
        Duration.ofMinutes(3),
        () -> lab.admin().get("/api/v1/nodes").status() == 200);
  }

  private static void supervise(Lab lab, String what, List<String> processes) {
    var command = new ArrayList<>(List.of("supervisorctl", "-c"));
    command.add(lab.home().resolve("config/supervisord.conf").toString());
    command.add(what);
    command.addAll(processes);
    Commands.run(Duration.ofMinutes(3), command).orFail();
  }

  private static void save(Lab lab, Path to) {
    lab.database("pg_dump", "--clean", "--if-exists", "--file=" + to.resolve("database.sql"));
    copy(lab.home().resolve("temporal"), to);
  }

  private static void restore(Lab lab, Path from) {
    lab.database(
        "psql", "--quiet", "--set=ON_ERROR_STOP=1", "--file=" + from.resolve("database.sql"));
    copy(from, lab.home().resolve("temporal"));
  }

  /** The file of the database and its log beside it: what is not in the backup goes. */
  private static void copy(Path from, Path to) {
    try {
      for (Path old : databaseFiles(to)) {
        Files.delete(old);
      }
      for (Path file : databaseFiles(from)) {
        Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> databaseFiles(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(f -> f.getFileName().toString().startsWith("temporal.db")).toList();
    }
  }
}
