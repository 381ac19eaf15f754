package io.labvm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** An admin gives a desktop other limits while its programs run on. */
@ExtendWith(LabExtension.class)
class LimitsE2E {
  private static final long MEBIBYTE = 1L << 20;
  private static final Duration SOON = Duration.ofMinutes(1);

  @Test
  void limitsChangeWhileProgramsRunOn(Lab lab) throws IOException {
    Member member = lab.register(null);
    String program = member.shell().sh("sleep 10000 > /dev/null 2>&1 & echo $!");
    String container = container(member);
    try (var chromium = new Chromium()) {
      changes(chromium, lab, member);
      assertThat(held(member, "memory.max", "memory", "memory.limit_in_bytes"))
          .isEqualTo(Long.toString(256 * MEBIBYTE));
      assertThat(heldTasks(member)).isEqualTo("150");
      assertThat(member.shell().sh("kill -0 %s && echo runs".formatted(program))).isEqualTo("runs");
      assertThat(container(member)).isEqualTo(container);
      usesTooMuch(member);
      showsWhatWasEnded(chromium, member);
    }
    member.does("stop");
    member.does("start");
    assertThat(heldTasks(member)).isEqualTo("150");
    member.does("delete");
  }

  private static void changes(Chromium chromium, Lab lab, Member member) {
    Page page = chromium.signedIn(lab, "admin", lab.secret("admin-password"));
    page.navigate(lab.portal() + "/admin/desktops/" + member.desktop());
    page.getByText("更改限额…").first().click();
    field(page, "内存（GiB）").fill("0.25");
    field(page, "进程和线程数").fill("150");
    Chromium.picture(page, "limits-question");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("更改限额").setExact(true))
        .click();
    Wait.untilTrue(
        "the limits to be told",
        SOON,
        () -> member.show().path("limits").path("memoryBytes").asLong() == 256 * MEBIBYTE);
    Wait.untilTrue("the operation to end", SOON, () -> member.show().path("operation").isNull());
    Chromium.picture(page, "limits-admin");
    page.close();
  }

  private static Locator field(Page page, String label) {
    return page.getByRole(AriaRole.SPINBUTTON, new Page.GetByRoleOptions().setName(label));
  }

  private static String container(Member member) {
    return member
        .shell()
        .docker("inspect", "-f", "{{.Id}}", "labvm-" + member.desktop())
        .orFail()
        .output();
  }

  /** What the kernel holds the desktop to: the first line of a control file of version 2 or 1. */
  private static String held(Member member, String unified, String controller, String split)
      throws IOException {
    Path groups = Path.of("/sys/fs/cgroup");
    for (String line :
        Files.readAllLines(Path.of("/proc", Long.toString(member.shell().pid()), "cgroup"))) {
      String[] parts = line.split(":", 3);
      String below = parts[2].substring(1);
      if (parts[1].equals(controller)) {
        return first(groups.resolve(controller).resolve(below).resolve(split));
      }
      if (parts[1].isEmpty() && Files.exists(groups.resolve(below).resolve(unified))) {
        return first(groups.resolve(below).resolve(unified));
      }
    }
    throw new AssertionError("no group of " + controller);
  }

  private static String first(Path file) throws IOException {
    return Files.readAllLines(file).getFirst();
  }

  private static String heldTasks(Member member) throws IOException {
    return held(member, "pids.max", "pids", "pids.max");
  }

  private static void usesTooMuch(Member member) {
    member.shell().sh("! dd if=/dev/zero of=/dev/null bs=600M count=1 2> /dev/null");
    JsonNode kill =
        Wait.until(
            "what was ended to be told",
            SOON,
            () ->
                member
                    .api()
                    .get("/api/v1/desktops/" + member.desktop() + "/memory-kills")
                    .expect(200)
                    .body()
                    .get(0));
    assertThat(kill.path("program").asString()).isEqualTo("dd");
    assertThat(kill.path("byLimit").asBoolean()).isTrue();
  }

  private static void showsWhatWasEnded(Chromium chromium, Member member) {
    Page page = chromium.signedIn(member);
    page.getByText(Pattern.compile("\\bdd\\b")).first().waitFor();
    Chromium.picture(page, "limits-kills");
    page.close();
  }
}
