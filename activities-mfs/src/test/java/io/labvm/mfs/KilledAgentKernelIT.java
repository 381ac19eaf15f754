package io.labvm.mfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.contract.storage.VerifyDesktop;
import io.labvm.layers.delta.DeltaBuilder;
import io.labvm.layers.durable.Faults;
import io.labvm.layers.store.ShippedDesktop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The store agent dies at every place that its activities pass. Temporal gives the activity to the
 * next agent, and that brings it to the end it would have had; of the dead one only temporaries are
 * left, which a sweep takes when they are old.
 */
class KilledAgentKernelIT {
  @TempDir private Path home;
  private Path store;

  /** Four versions, and a batch that waits to be sealed. */
  @BeforeEach
  void makeVersions() throws IOException {
    Path real = home.toRealPath();
    store = real.resolve("store");
    ShippedDesktop desktop = ShippedDesktop.create(real, Map.of("etc/hostname", "tiny\n"));
    for (int i = 1; i <= 4; i++) {
      desktop.ship(change(i));
      assertThat(desktop.seal("seal-" + i).version()).isEqualTo(i);
    }
    desktop.ship(change(5));
    desktop.ship(change(6));
  }

  private static DeltaBuilder change(int i) {
    return new DeltaBuilder().file("counter", "at " + i).file("file-" + i, "" + i);
  }

  @Test
  void aSealEndsAsIfNobodyHadDied() throws Exception {
    Path sealed = dieEverywhere(AgentWork.SEAL, AgentWork.SEAL::in, store, 10);
    try (Stream<Path> left = Files.walk(sealed.resolve("desktops/d1/staging"))) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    }
    assertThat(sealed.resolve("trash")).isEmptyDirectory();
  }

  @Test
  void aPruneAndTheSweepsBehindItEndAsIfNobodyHadDied() throws Exception {
    Path pruned = dieEverywhere(AgentWork.PRUNE, AgentWork.PRUNE::in, store, 8);
    Path noted = dieEverywhere(AgentWork.SWEEP, AgentWork.SWEEP::in, pruned, 2);
    forgetWhenUnlisted(noted);
    Path trashed = dieEverywhere(AgentWork.SWEEP, KilledAgentKernelIT::sweepTwice, noted, 2);
    assertThat(trashed.resolve("trash")).isNotEmptyDirectory();
    forgetWhenTrashed(trashed);
    Path emptied = dieEverywhere(AgentWork.SWEEP, AgentWork.SWEEP::in, trashed, 4);
    assertThat(emptied.resolve("trash")).isEmptyDirectory();
  }

  @ParameterizedTest
  @EnumSource
  void noneOfItsWorkNeedsAPrivilege(AgentWork work) throws Exception {
    Path without = copy(store);
    assertThat(AgentProcess.start(work, without, "nowhere").waitFor()).isZero();
    Path with = copy(store);
    assertThat(work.in(without)).isEqualTo(work.in(with));
    assertThat(names(without)).isEqualTo(names(with));
  }

  /** What the next agent does in a store where one has died. */
  private interface Repetition {
    String in(Path store) throws IOException;
  }

  /** What lost its note of being unlisted is seen unlisted anew, and goes later. */
  private static String sweepTwice(Path store) throws IOException {
    String first = AgentWork.SWEEP.in(store);
    forgetWhenUnlisted(store);
    assertThat(AgentWork.SWEEP.in(store)).isEqualTo(first);
    return first;
  }

  /** Answers the store in which nobody died. */
  private Path dieEverywhere(AgentWork work, Repetition repetition, Path from, int atLeast)
      throws Exception {
    Set<String> places = new LinkedHashSet<>();
    Path whole = copy(from);
    String answer;
    try (var _ = Faults.on(places::add)) {
      answer = work.in(whole);
    }
    assertThat(places).hasSizeGreaterThanOrEqualTo(atLeast);
    Map<Path, Process> dying = new LinkedHashMap<>();
    for (String place : places) {
      Path left = copy(from);
      dying.put(left, AgentProcess.start(work, left, place));
    }
    List<String> names = names(whole);
    for (Map.Entry<Path, Process> death : dying.entrySet()) {
      assertThat(death.getValue().waitFor()).isEqualTo(AgentProcess.KILLED);
      Path left = death.getKey();
      assertThat(repetition.in(left)).isEqualTo(answer);
      assertThat(names(left)).isEqualTo(names);
      assertNothingIsDamagedOrLeft(left);
    }
    return whole;
  }

  private static void assertNothingIsDamagedOrLeft(Path store) throws IOException {
    var care = AgentWork.care(store);
    assertThat(care.verify(new VerifyDesktop(AgentWork.DESKTOP, 1, 1)).damaged()).isEmpty();
    try (Stream<Path> temporaries = Files.list(store.resolve("tmp"))) {
      for (Path temporary : temporaries.toList()) {
        Files.setLastModifiedTime(temporary, FileTime.from(Instant.EPOCH));
      }
    }
    assertThat(care.sweep().problems()).isEmpty();
    assertThat(store.resolve("tmp")).isEmptyDirectory();
  }

  /** What is in a store apart from temporaries; in the trash without the time. */
  private static List<String> names(Path store) throws IOException {
    try (Stream<Path> files = Files.walk(store)) {
      return files
          .map(file -> store.relativize(file).toString())
          .filter(name -> !name.startsWith("tmp/"))
          .map(name -> name.startsWith("trash/") ? name.replaceAll("\\.[0-9]+(?=/|$)", "") : name)
          .sorted()
          .toList();
    }
  }

  /** What was seen unlisted, was so long ago. */
  private static void forgetWhenUnlisted(Path store) throws IOException {
    try (Stream<Path> files = Files.walk(store)) {
      for (Path mark : files.filter(f -> f.toString().endsWith(".unlisted")).toList()) {
        String text = Files.readString(mark);
        String old = text.replaceAll("(\"since\" *: *)\"[^\"]*\"", "$1\"2020-01-01T00:00:00Z\"");
        assertThat(old).isNotEqualTo(text);
        Files.writeString(mark, old);
      }
    }
  }

  /** What was moved to the trash, was so long ago. */
  private static void forgetWhenTrashed(Path store) throws IOException {
    try (Stream<Path> trash = Files.list(store.resolve("trash"))) {
      for (Path entry : trash.toList()) {
        String name = entry.getFileName().toString();
        Files.move(entry, entry.resolveSibling(name.replaceAll("\\.[0-9]+$", ".1")));
      }
    }
  }

  private Path copy(Path from) throws IOException, InterruptedException {
    Path into = Files.createTempDirectory(home, "copy-").resolve("store");
    Process copying = new ProcessBuilder("cp", "-a", from.toString(), into.toString()).start();
    assertThat(copying.waitFor()).isZero();
    return into;
  }
}
