package io.labvm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.linux.Freezer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What must be so when something went wrong and is over. */
final class Aftermath {
  /** Where tests write what must not be lost. */
  static final String DATA = "/home/data";

  private Aftermath() {}

  /** Writes something of everything; what an earlier call wrote changes in part. */
  static void write(Member member, String name) {
    var ignored =
        member
            .shell()
            .sh(
                """
                set -e
                mkdir -p %1$s/%2$s/deep
                cd %1$s/%2$s
                for i in $(seq 40); do echo "%2$s $i" > f$i; done
                head -c 3000000 /dev/urandom > big
                ln f1 deep/link
                ln -s f2 soft
                chmod 4750 f3
                chown 1000:1000 deep
                echo %2$s >> ../grows
                rm -rf ../goes
                cp -r deep ../goes
                """
                    .formatted(DATA, name));
  }

  /**
   * A backup that was asked for ends truthfully: with a version, or with a reason and then the next
   * one has a version. Nobody does anything by hand.
   */
  static void endsInAVersion(Member member, String operation) {
    JsonNode ended = member.awaitEnd(operation);
    if (!ended.path("state").asString().equals("succeeded")) {
      assertThat(ended.path("error").path("why").asString()).isNotBlank();
      System.out.println("failed with its reason: " + ended.path("error"));
      member.does("backup");
    }
  }

  /** It runs, nothing is in progress, and its newest version is sound and holds all its files. */
  static void isWhole(Member member) {
    JsonNode desktop = member.show();
    assertThat(desktop.path("state").asString()).isEqualTo("running");
    assertThat(desktop.path("operation").isNull()).as("%s", desktop).isTrue();
    assertThat(standsStill(member)).as("%s stands still", member.login()).isFalse();
    JsonNode newest = member.history().newest();
    assertThat(newest.path("verified").asBoolean()).as("%s", newest).isTrue();
    assertThat(member.history().listing(newest.path("version").asLong(), DATA))
        .isEqualTo(member.shell().listing(DATA));
  }

  /** Whether its processes stand still now. */
  static boolean standsStill(Member member) {
    return standsStill(member.shell().pid());
  }

  /**
   * The same.
   *
   * @param process one of the desktop's
   */
  static boolean standsStill(long process) {
    try {
      // not closed, which would let the desktop go on
      return Freezer.of(process).isFrozen();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All structures and contents of the store are read. */
  static void storeIsSound(Lab lab) {
    var found =
        Commands.run(
            Duration.ofMinutes(2),
            List.of(
                Repository.root().resolve("labvm").toString(),
                "layer",
                "verify",
                "--read-data",
                "--store",
                lab.store().toString()));
    assertThat(found.exit()).as(found.output()).isZero();
  }
}
