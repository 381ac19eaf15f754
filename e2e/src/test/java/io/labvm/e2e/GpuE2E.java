package io.labvm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Members share the four GPUs of one machine, each GPU in one desktop at most. */
class GpuE2E {
  private static final String NODE = "n1";
  private static final Duration SOON = Duration.ofMinutes(2);

  @Test
  void eachMemberHasItsOwnGpusAndTheThirdGetsThemWhenOneGivesThemBack() throws IOException {
    try (var gpus = new FakeGpus();
        Lab lab =
            Lab.start(
                "tiny",
                wished -> {
                  wished.withNodes(1);
                  gpus.of(wished, NODE);
                })) {
      Wait.untilTrue("the GPUs to be told", SOON, () -> node(lab).at("/figures/gpus").size() == 4);
      assertThat(node(lab).at("/figures/gpuWay").asString()).isEqualTo("cdi");
      sharedByAll(lab);
      exclusive(lab);
    }
  }

  private static JsonNode node(Lab lab) {
    return lab.admin().get("/api/v1/nodes").expect(200).body().path(0);
  }

  /** As the original: whoever starts has all of them. */
  private static void sharedByAll(Lab lab) {
    Member first = lab.register(null);
    assertThat(devices(first)).containsExactly("nvidia0", "nvidia1", "nvidia2", "nvidia3");
    mode(lab, "exclusive", 409);
    first.does("stop");
    first.does("delete");
    Wait.untilTrue("the mode to be changed", SOON, () -> put(lab, "exclusive").status() == 204);
  }

  private static Api.Answer put(Lab lab, String mode) {
    return lab.admin()
        .sendRaw(
            "PUT", "/api/v1/nodes/" + NODE + "/gpu-mode", "{\"mode\": \"%s\"}".formatted(mode));
  }

  private static void mode(Lab lab, String mode, int status) {
    var _ = put(lab, mode).expect(status);
  }

  private static void exclusive(Lab lab) {
    Member first = lab.register(null);
    assertThat(devices(first)).as("nobody asked for any").isEmpty();
    first.shell().sh("echo kept > /home/kept");
    ask(first, 2);
    await(first, 2);
    Member second = lab.register(null);
    ask(second, 1);
    await(second, 1);
    assertThat(first.shell().sh("cat /home/kept")).isEqualTo("kept");
    assertThat(disjoint(first, second)).hasSize(3);

    Member third = lab.register(null);
    ask(third, 2);
    Wait.untilTrue("the third to wait", SOON, () -> gpus(third).path("position").asInt() == 1);
    assertThat(devices(third)).isEmpty();
    assertThat(node(lab).at("/gpus/waiting").asInt()).isEqualTo(1);

    Set<String> before = Set.copyOf(devices(first));
    first.does("stop");
    await(third, 2);
    assertThat(devices(third)).containsAnyElementsOf(before);
    assertThat(disjoint(second, third)).hasSize(3);
    assertThat(holders(lab))
        .containsExactlyInAnyOrder(second.login(), third.login(), third.login());
    leavesNothing(third);

    first.does("start");
    assertThat(devices(first)).as("it waits again").isEmpty();
    assertThat(gpus(first).path("position").asInt()).isEqualTo(1);
    third.does("delete");
    await(first, 2);
    assertThat(disjoint(first, second)).hasSize(3);
    repairs(second);
    first.does("delete");
    second.does("delete");
  }

  /** What its container has lost is in the next one, on the same files. */
  private static void repairs(Member member) {
    String lost = devices(member).getFirst();
    member.shell().sh("echo kept > /home/kept; rm /dev/" + lost);
    Wait.untilTrue("the loss to be told", SOON, () -> badges(member).contains("gpu-lost"));
    assertThat(gpus(member).path("problem").asString()).contains("/dev/" + lost);
    member.does("repair-gpu");
    assertThat(devices(member)).contains(lost);
    assertThat(member.shell().sh("cat /home/kept")).isEqualTo("kept");
    Wait.untilTrue("the badge to go", SOON, () -> badges(member).isEmpty());
  }

  private static List<String> badges(Member member) {
    return member.show().path("badges").valueStream().map(JsonNode::asString).toList();
  }

  private static void ask(Member member, int count) {
    var _ =
        member
            .api()
            .sendRaw(
                "PUT",
                "/api/v1/desktops/" + member.desktop() + "/gpus",
                "{\"count\": %d}".formatted(count))
            .expect(200);
  }

  private static JsonNode gpus(Member member) {
    return member.show().path("gpus");
  }

  /** Until it is said and seen inside; the desktop starts anew meanwhile. */
  private static void await(Member member, int count) {
    Wait.untilTrue(
        count + " GPUs in the desktop of " + member.login(),
        SOON,
        () ->
            gpus(member).path("held").size() == count
                && member.show().path("state").asString().equals("running")
                && sees(member, count));
    assertThat(member.shell().sh("cat /usr/lib/fake/libcuda.so.999")).isEqualTo("driver 999");
    assertThat(gpus(member).path("position").isNull()).isTrue();
    gpus(member)
        .path("held")
        .forEach(
            gpu ->
                assertThat(devices(member))
                    .contains(gpu.asString().replace("GPU-fake-", "nvidia")));
  }

  /** False also while it starts anew. */
  private static boolean sees(Member member, int count) {
    var seen = member.shell().run("ls /dev | grep -c '^nvidia'");
    return seen.output().strip().equals(Integer.toString(count));
  }

  private static List<String> devices(Member member) {
    String listed = member.shell().sh("ls /dev | grep '^nvidia' || true");
    return listed.isEmpty() ? List.of() : listed.lines().toList();
  }

  private static Set<String> disjoint(Member one, Member other) {
    var all = new HashSet<>(devices(one));
    for (String device : devices(other)) {
      assertThat(all.add(device)).as(device + " is in one desktop only").isTrue();
    }
    return all;
  }

  private static List<String> holders(Lab lab) {
    return node(lab)
        .at("/gpus/holders")
        .valueStream()
        .map(h -> h.path("login").asString())
        .toList();
  }

  private static void leavesNothing(Member member) {
    Path upper = member.ownerFile().resolveSibling("upper");
    assertThat(upper).isDirectory();
    assertThat(upper.resolve("usr/lib/fake")).doesNotExist();
  }
}
