package io.labvm.e2e;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Switches an Xfce desktop (base min) with 40,000 files of 2 GB of its own back and forth between
 * two nodes, as its owner sees it: for how long a viewer gets no screen. Compares the whole root
 * before and after. Then once more right after 5 GB were written.
 *
 * <p>Brings up a home of its own, on the kind of store that LABVM_E2E_STORE says. Arguments: number
 * of switches, and megabytes written before the last one.
 */
final class SwitchBench {
  private static final Duration LONG = Duration.ofMinutes(15);

  /** 39,800 files of 1 to 80 KiB, 200 of 2 MiB, and one of each odd kind. */
  private static final String FILES =
      """
      import os, random
      random.seed(1)
      block = os.urandom(4 << 20)
      def make(path, size):
          at = random.randrange(len(block) - size)
          with open(path, 'wb') as file:
              file.write(block[at:at + size])
      os.chdir('/srv')
      for d in range(400):
          os.mkdir(f'项目{d}')
          os.chown(f'项目{d}', 1000, 1000)
          for i in range(100):
              n = d * 100 + i
              path = f'项目{d}/file{n}'
              make(path, (2 << 20) if n % 200 == 0 else random.randint(1 << 10, 80 << 10))
              os.chown(path, 1000, 1000)
      os.link('项目1/file101', '项目2/linked')
      os.symlink('file102', '项目1/soft')
      os.mkfifo('项目1/pipe')
      os.chmod('项目1/file103', 0o4750)
      os.setxattr('项目1/file104', 'user.note', 'keep'.encode())
      """;

  /** What the system and the session write themselves when they end and begin. */
  private static final Pattern OWN_BUSINESS =
      Pattern.compile(
          "/(home/[^/]+(/\\.(cache|config|local|dbus|vnc|ICEauthority|Xauthority|xsession-errors)"
              + "[^ ]*)?|var/(log|lib|cache)(/.*)?|etc/ssh(/.*)?|etc|root(/.*)?)");

  private static final Set<String> FRESH =
      Set.of("/srv", "/srv/fresh1", "/srv/fresh2", "/srv/fresh3", "/srv/fresh4", "/srv/fresh5");

  private final Member member;

  private SwitchBench(Lab lab) {
    this.member = lab.register(null);
  }

  public static void main(String[] args) throws Exception {
    try (Lab lab = Lab.start("min", Lab::withUsualLimits)) {
      var bench = new SwitchBench(lab);
      bench.prepare();
      bench.manyTimes(Integer.parseInt(args[0]));
      bench.afterWriting(Integer.parseInt(args[1]));
    }
  }

  private void prepare() throws java.io.IOException {
    try (var viewer = member.awaitViewer()) {
      viewer.awaitColours(500, Duration.ofMinutes(2));
    }
    long began = System.nanoTime();
    python(FILES);
    System.out.printf(
        "%s in %s names written in %.1f s%n",
        member.shell().sh("du -sh --apparent-size /srv | cut -f1"),
        member.shell().sh("find /srv | wc -l"),
        (System.nanoTime() - began) / 1e9);
  }

  private void manyTimes(int rounds) {
    var unreachable = new ArrayList<Double>();
    for (int round = 0; round < rounds; round++) {
      python(changes(round));
      FullTree before = FullTree.of(member);
      unreachable.add(switchOver("switch " + (round + 1)));
      requireSame(before, FullTree.of(member), Set.of());
    }
    System.out.printf(
        "unreachable, s: %s%n", unreachable.stream().map("%.2f"::formatted).sorted().toList());
  }

  private static String changes(int round) {
    return """
        for n in range(%1$d, 40000, 200):
            with open(f'/srv/项目{n // 100}/file{n}', 'ab') as file:
                file.write(b'round %1$d')
        """
        .formatted(round);
  }

  private void afterWriting(int megabytes) {
    if (megabytes == 0) {
      return;
    }
    FullTree before = FullTree.of(member);
    String written =
        each("head -c %dMB /dev/urandom | tee /srv/fresh$i | sha256sum".formatted(megabytes / 5));
    double _ = switchOver("after writing " + megabytes + " MB");
    if (!each("sha256sum < /srv/fresh$i").equals(written)) {
      throw new AssertionError("what was written last is not the same");
    }
    requireSame(before, FullTree.of(member), FRESH);
  }

  private String each(String command) {
    return member.shell().sh("for i in 1 2 3 4 5; do " + command + "; done");
  }

  /** Seconds from the last screen to the first one. */
  private double switchOver(String name) {
    try (var watch = FrameWatch.of(member)) {
      JsonNode ended = switched();
      watch.awaitFrames(5);
      tell(name, ended);
      Instant cut = Instant.parse(step(ended, "disconnect").path("startedAt").asString());
      FrameWatch.Gap gap = watch.longestGap(cut);
      System.out.printf(
          "  no screen for %.2f s in the pause, at any time %.2f s at most; viewer: %s%n",
          gap.seconds(), watch.longestGap(Instant.EPOCH).seconds(), watch.troubles());
      return gap.seconds();
    }
  }

  private static JsonNode step(JsonNode operation, String name) {
    for (JsonNode step : operation.path("steps")) {
      if (step.path("name").asString().equals(name)) {
        return step;
      }
    }
    throw new AssertionError("no step " + name + ": " + operation);
  }

  private static void tell(String name, JsonNode ended) {
    JsonNode moved = ended.path("result").path("moved");
    System.out.printf(
        "%s, %s to %s: said: pre-copied %,d, in the pause %,d bytes, unreachable %.2f s%n",
        name,
        moved.path("from").asString(),
        moved.path("to").asString(),
        moved.path("aheadBytes").asLong(),
        moved.path("pauseBytes").asLong(),
        moved.path("unreachableMillis").asLong() / 1e3);
    System.out.println("  steps: " + steps(ended));
  }

  private JsonNode switched() {
    String operation = member.send("switch", Map.of("node", "automatic"));
    JsonNode ended =
        Wait.until(
            "the switch to end",
            LONG,
            () -> {
              JsonNode now = member.operation(operation);
              return now.path("endedAt").isNull() ? null : now;
            });
    if (!ended.path("state").asString().equals("succeeded")) {
      throw new AssertionError("not switched: " + ended);
    }
    return ended;
  }

  private static List<String> steps(JsonNode operation) {
    var steps = new ArrayList<String>();
    operation
        .path("steps")
        .forEach(
            step ->
                steps.add(
                    "%s %.2f"
                        .formatted(step.path("name").asString(), step.path("seconds").asDouble())));
    return steps;
  }

  private static void requireSame(FullTree before, FullTree after, Set<String> changed) {
    TreeSet<String> differing = before.differing(after);
    differing.removeAll(changed);
    var own = new TreeSet<>(differing);
    own.removeIf(path -> !OWN_BUSINESS.matcher(path).matches());
    differing.removeAll(own);
    System.out.printf(
        "  %,d names before, %,d after; the system's own writes: %s%n",
        before.entries().size(), after.entries().size(), own);
    if (!differing.isEmpty()) {
      differing.forEach(
          path ->
              System.out.printf(
                  "  DIFFERS %s%n    %s%n    %s%n",
                  path, before.entries().get(path), after.entries().get(path)));
      throw new AssertionError("not the same tree");
    }
  }

  private void python(String script) {
    var _ = member.shell().sh("python3 - <<'END'\n" + script + "END");
  }
}
