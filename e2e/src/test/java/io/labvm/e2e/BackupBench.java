package io.labvm.e2e;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopWorkflowIds;
import io.labvm.contract.operation.OperationId;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Times backups of whole desktops as their owners see them: from the request to the verified
 * version.
 *
 * <p>Brings up a home of its own, on the kind of store that LABVM_E2E_STORE says. Arguments: what
 * to measure, of {@code size}, {@code neighbour}, {@code many}, {@code history} and {@code travel},
 * and the number of rounds, desktops or versions.
 *
 * <ul>
 *   <li>{@code size N}: a desktop of 100,000 files, N times 1,000 changes and a backup; a program
 *       inside writes, renames and checks all the time. Then once more with 30,000 and with 100,000
 *       names in the upper.
 *   <li>{@code neighbour N}: the same beside a desktop that writes as fast as it can.
 *   <li>{@code many N}: N desktops are backed up at the same moment.
 *   <li>{@code history N}: N versions; then starts and lookups beside those of a new desktop.
 *   <li>{@code travel N}: N times a folder and the whole machine come back, and the restore is
 *       undone.
 * </ul>
 */
final class BackupBench {
  private static final Duration LONG = Duration.ofMinutes(10);

  /**
   * Ends with one line: how many rounds of writing, renaming and checking it made, how many failed.
   */
  private static final String WORKLOAD =
      """
      n=0; bad=0; mkdir -p /home/busy; cd /home/busy
      while [[ ! -e /tmp/enough ]]; do
        n=$((n + 1))
        { echo "$n" > new && mv new "f$((n % 50))" && [[ $(< "f$((n % 50))") == "$n" ]]; } || bad=$((bad + 1))
      done
      echo "$n $bad" > /tmp/counted
      """;

  private final Lab lab;
  private final WorkflowServiceStubs temporal;

  private BackupBench(Lab lab) {
    this.lab = lab;
    this.temporal =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget("127.0.0.1:" + lab.port("temporal"))
                .build());
  }

  public static void main(String[] args) throws Exception {
    // room for 50 desktops on two processors
    try (Lab lab = Lab.start("tiny", "labvm.placement.cpu-overcommit: 16")) {
      var bench = new BackupBench(lab);
      int number = Integer.parseInt(args[1]);
      switch (args[0]) {
        case "size" -> bench.size(number, false);
        case "neighbour" -> bench.size(number, true);
        case "many" -> bench.many(number);
        case "history" -> bench.history(number);
        case "travel" -> bench.travel(number);
        default -> throw new IllegalArgumentException(args[0]);
      }
      bench.temporal.shutdownNow();
    }
  }

  /** What a backup took. */
  private record Backup(double seconds, Map<String, Double> steps, long frozenMillis, long events) {
    double of(String step) {
      return steps.getOrDefault(step, 0.0);
    }
  }

  private void size(int rounds, boolean neighbour) throws IOException {
    Member member = lab.register(null);
    if (neighbour) {
      writesOnAndOn(lab.register(member.node()));
    }
    shell(member, files("/home/data", 100_000));
    print("everything is new", List.of(backup(member)));
    // the files lie in layers from now on, and the upper is empty
    member.does("stop");
    Path upper = member.giveUpUpper();
    member.does("start");
    shell(member, "bash -c '" + WORKLOAD.replace("'", "'\\''") + "' > /tmp/work.log 2>&1 &");
    var changed = new ArrayList<Backup>();
    for (int round = 0; round < rounds; round++) {
      shell(member, change(round, 1_000));
      changed.add(backup(member));
    }
    print("1,000 changes of 100,000 files", changed);
    for (int entries : new int[] {25_000, 100_000}) {
      shell(member, files("/home/more/" + entries, entries - count(upper)));
      var ignored = backup(member);
      var many = new ArrayList<Backup>();
      for (int round = 0; round < rounds; round++) {
        shell(member, change(rounds + round, 1_000));
        many.add(backup(member));
      }
      print("1,000 changes, " + count(upper) + " names in the upper", many);
    }
    shell(member, "touch /tmp/enough; while [[ ! -e /tmp/counted ]]; do sleep 0.1; done");
    System.out.println(
        "workload inside, rounds and failures: " + shell(member, "cat /tmp/counted"));
  }

  private static void writesOnAndOn(Member member) {
    shell(
        member,
        "bash -c 'while :; do dd if=/dev/zero of=/home/noise bs=1M count=256 conv=fsync;"
            + " done' > /dev/null 2>&1 &");
  }

  private void many(int desktops) {
    List<Member> members = Stream.generate(() -> lab.register(null)).limit(desktops).toList();
    members.forEach(m -> shell(m, files("/home/data", 2_000)));
    long began = System.nanoTime();
    var operations = new ArrayList<String>();
    for (Member member : members) {
      operations.add(
          member
              .api()
              .post("/api/v1/desktops/" + member.desktop() + "/backup", null)
              .expect(202)
              .text("operation"));
    }
    var backups = new ArrayList<Backup>();
    for (int i = 0; i < desktops; i++) {
      Member member = members.get(i);
      backups.add(read(member, member.awaitOperation(operations.get(i), "succeeded")));
    }
    System.out.printf("%d desktops: all verified after %.1f s%n", desktops, since(began));
    print("each of them", backups);
    System.out.println("store agent: peak resident " + peak(lab.pid("store")));
  }

  private void history(int versions) throws IOException {
    Member member = lab.register(null);
    shell(member, files("/home/data", 20_000));
    for (int version = 0; version < versions; version++) {
      shell(member, change(version, 200));
      var ignored = backup(member);
    }
    System.out.println("versions: " + versionsOf(member));
    Member fresh = lab.register(member.node());
    shell(fresh, files("/home/data", 20_000));
    for (Member each : List.of(member, fresh)) {
      var starts = new ArrayList<Double>();
      var lookups = new ArrayList<Double>();
      for (int round = 0; round < 5; round++) {
        each.does("stop");
        var ignored = each.giveUpUpper();
        long began = System.nanoTime();
        each.does("start");
        starts.add(since(began));
        lookups.add(Double.valueOf(shell(each, LOOK_UP)));
      }
      String name = each.equals(member) ? versions + " versions" : "new";
      System.out.printf("%s: layers %d, start %s s%n", name, layers(each), spread(starts));
      System.out.printf("%s: 20,000 lookups %s s%n", name, spread(lookups));
    }
  }

  private void travel(int rounds) {
    Member member = lab.register(null);
    shell(member, files("/home/data", 100_000));
    var _ = backup(member);
    Map<String, Object> version =
        Map.of("version", member.history().newest().path("version").asLong());
    Map<String, Object> folder = new TreeMap<>(version);
    folder.put("path", "/home/data/d7");
    folder.put("mode", "replace");
    var folders = new ArrayList<Double>();
    var machines = new ArrayList<Double>();
    var undone = new ArrayList<Double>();
    for (int round = 0; round < rounds; round++) {
      shell(member, "rm -rf /home/data/d7");
      folders.add(took(member.operate("copy-back", folder)));
      require(member, "ls /home/data/d7 | wc -l", "1000");
      shell(member, "rm -rf /home/data/d8; rm /etc/passwd; echo broken > /etc/group");
      JsonNode restored = member.operate("restore", version);
      machines.add(took(restored));
      require(member, "grep -c root /etc/passwd; ls /home/data/d8 | wc -l", "1\n1000");
      JsonNode undo =
          member.operate(
              "restore", Map.of("version", restored.path("result").path("undo").asLong()));
      undone.add(took(undo));
      require(member, "grep -c broken /etc/group", "1");
      var _ = member.operate("restore", version);
    }
    System.out.printf("a folder of 1,000 files back: %s s%n", spread(folders));
    System.out.printf("the whole machine back, started: %s s%n", spread(machines));
    System.out.printf("undone, started: %s s%n", spread(undone));
  }

  private static void require(Member member, String script, String answer) {
    String seen = shell(member, script);
    if (!seen.equals(answer)) {
      throw new AssertionError(script + ": " + seen);
    }
  }

  /** Seconds from the request to the end. */
  private static double took(JsonNode operation) {
    Instant asked = Instant.parse(operation.path("createdAt").asString());
    Instant ended = Instant.parse(operation.path("endedAt").asString());
    return Duration.between(asked, ended).toMillis() / 1000.0;
  }

  /** Seconds that a first look at every file takes. */
  private static final String LOOK_UP =
      "TIMEFORMAT=%R; { time ls -lR /home/data > /dev/null; } 2>&1";

  private static String files(String at, long count) {
    return "mkdir -p %s && cd %s && for d in {0..99}; do mkdir -p d$d; done && i=0; while ((i < %d)); do echo \"content of $i\" > d$((i %% 100))/f$i; i=$((i + 1)); done"
        .formatted(at, at, count);
  }

  /** Seven of ten are rewritten, two deleted, one is new. */
  private static String change(int round, int changes) {
    return """
        cd /home/data; i=0
        while ((i < %1$d)); do
          n=$(((%2$d * %1$d + i) %% 100000)); f=d$((n %% 100))/f$n
          case $((i %% 10)) in
            0 | 1) rm -f $f ;;
            2) echo new > d$((n %% 100))/n$n ;;
            *) echo "round %2$d" > $f ;;
          esac
          i=$((i + 1))
        done
        """
        .formatted(changes, round);
  }

  private static String shell(Member member, String script) {
    var command = new ArrayList<>(List.of("docker", "-H"));
    command.add("unix://" + DesktopShell.engine(member.lab(), member.node()));
    command.addAll(List.of("exec", "labvm-" + member.desktop(), "/bin/bash", "-c", script));
    return Commands.run(LONG, command).orFail().output().strip();
  }

  private Backup backup(Member member) {
    return read(member, member.operate("backup", null));
  }

  private Backup read(Member member, JsonNode ended) {
    var steps = new TreeMap<String, Double>();
    ended
        .path("steps")
        .forEach(s -> steps.put(s.path("name").asString(), s.path("seconds").asDouble()));
    JsonNode result = ended.path("result");
    double seconds =
        Duration.between(
                    Instant.parse(ended.path("createdAt").asString()),
                    Instant.parse(ended.path("endedAt").asString()))
                .toMillis()
            / 1e3;
    String workflow =
        DesktopWorkflowIds.of(
            new DesktopId(member.desktop()), new OperationId(ended.path("id").asString()));
    return new Backup(seconds, steps, result.path("frozenMillis").asLong(), events(workflow));
  }

  private long events(String workflow) {
    return temporal
        .blockingStub()
        .describeWorkflowExecution(
            DescribeWorkflowExecutionRequest.newBuilder()
                .setNamespace("default")
                .setExecution(WorkflowExecution.newBuilder().setWorkflowId(workflow))
                .build())
        .getWorkflowExecutionInfo()
        .getHistoryLength();
  }

  private static long count(Path tree) throws IOException {
    try (var paths = Files.walk(tree)) {
      return paths.count();
    }
  }

  private static long layers(Member member) throws IOException {
    return Api.JSON.readTree(Files.readString(member.ownerFile())).at("/stack/layers").size();
  }

  private static int versionsOf(Member member) {
    return member
        .api()
        .get("/api/v1/desktops/" + member.desktop() + "/versions")
        .expect(200)
        .body()
        .size();
  }

  private static String peak(long pid) {
    try (var lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines.filter(l -> l.startsWith("VmHWM")).findFirst().orElse("unknown");
    } catch (IOException e) {
      return "unknown: " + e.getMessage();
    }
  }

  private static double since(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }

  private static void print(String name, List<Backup> backups) {
    System.out.printf("%s (%d)%n", name, backups.size());
    System.out.printf(
        "  request to verified version, s: %s%n",
        spread(backups.stream().map(Backup::seconds).toList()));
    for (String step : backups.getFirst().steps().keySet()) {
      System.out.printf(
          "  step %s, s: %s%n", step, spread(backups.stream().map(b -> b.of(step)).toList()));
    }
    System.out.printf(
        "  frozen, s: %s%n", spread(backups.stream().map(b -> b.frozenMillis() / 1e3).toList()));
    System.out.printf(
        "  Temporal events: %s%n", spread(backups.stream().map(b -> (double) b.events()).toList()));
  }

  private static String spread(List<Double> values) {
    double[] sorted =
        DoubleStream.of(values.stream().mapToDouble(d -> d).toArray()).sorted().toArray();
    return "%.2f / %.2f / %.2f"
        .formatted(sorted[0], sorted[sorted.length / 2], Arrays.stream(sorted).max().orElse(0));
  }
}
