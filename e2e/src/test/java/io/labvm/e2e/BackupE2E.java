package io.labvm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** What a member writes comes into the store by itself, and becomes versions. */
@ExtendWith(LabExtension.class)
class BackupE2E {
  @Test
  void filesBecomeVersionsByBackupAndStopAndTheStoreAloneShowsThem(Lab lab) {
    Member member = lab.register(null);
    member.shell().sh("mkdir -p /home/data && echo first > /home/data/one");
    member.awaitShipped();
    JsonNode backup = member.operate("backup", null);
    assertThat(backup.path("result").path("created").asBoolean()).isTrue();
    assertThat(backup.path("result").path("consistency").asString()).isEqualTo("frozen");
    long version = backup.path("result").path("version").asLong();
    assertThat(member.history().newest().path("version").asLong()).isEqualTo(version);
    assertThat(member.history().newest().path("verified").asBoolean()).isTrue();
    assertThat(stored(lab, member, version, "/home/data/one")).isEqualTo("first");

    member.shell().sh("echo second > /home/data/two");
    member.does("stop");
    JsonNode stopped = member.history().newest();
    assertThat(stopped.path("trigger").asString()).isEqualTo("stop");
    assertThat(stopped.path("consistency").asString()).isEqualTo("stopped");
    assertThat(stored(lab, member, stopped.path("version").asLong(), "/home/data/two"))
        .isEqualTo("second");
    assertThat(member.operate("backup", null).path("result").path("created").asBoolean()).isFalse();

    member.does("start");
    assertThat(member.shell().sh("cat /home/data/one /home/data/two")).isEqualTo("first\nsecond");
    member.shell().sh("rm /home/data/one");
    JsonNode later = member.operate("backup", null);
    long last = later.path("result").path("version").asLong();
    assertThat(last).isGreaterThan(stopped.path("version").asLong());
    assertThat(layer(lab, "ls", member, Long.toString(last), "/home/data").orFail().output())
        .contains("two")
        .doesNotContain("one");
    member.does("delete");
  }

  private static String stored(Lab lab, Member member, long version, String path) {
    return layer(lab, "cat", member, Long.toString(version), path).orFail().output().strip();
  }

  private static Commands.Result layer(
      Lab lab, String verb, Member member, String version, String path) {
    return Commands.run(
        Duration.ofMinutes(1),
        Repository.root().resolve("labvm").toString(),
        "layer",
        verb,
        version,
        path,
        "--store",
        lab.store().toString(),
        "--desktop",
        member.desktop());
  }
}
