package io.labvm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
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
  void limitsChangeWhileProgramsRunOn(Lab lab) {
    Member member = lab.register(null);
    String program = member.shell().sh("sleep 10000 > /dev/null 2>&1 & echo $!");
    String container = container(member);
    try (var chromium = new Chromium()) {
      changes(chromium, lab, member);
      assertThat(inside(member, "memory.max", "memory/memory.limit_in_bytes"))
          .isEqualTo(Long.toString(256 * MEBIBYTE));
      assertThat(inside(member, "pids.max", "pids/pids.max")).isEqualTo("150");
      assertThat(member.shell().sh("kill -0 %s && echo runs".formatted(program))).isEqualTo("runs");
      assertThat(container(member)).isEqualTo(container);
      usesTooMuch(member);
      showsWhatWasEnded(chromium, member);
    }
    member.does("stop");
    member.does("start");
    assertThat(inside(member, "pids.max", "pids/pids.max")).isEqualTo("150");
    member.does("delete");
  }

  private static void changes(Chromium chromium, Lab lab, Member member) {
    Page page = chromium.signedIn(lab, "admin", lab.secret("admin-password"));
    page.navigate(lab.portal() + "/admin/desktops/" + member.desktop());
    page.getByText("更改限额…").first().click();
    field(page, "内存").fill("0.25");
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
    return page.locator("vaadin-number-field")
        .filter(new Locator.FilterOptions().setHasText(label))
        .locator("input");
  }

  private static String container(Member member) {
    return member
        .shell()
        .docker("inspect", "-f", "{{.Id}}", "labvm-" + member.desktop())
        .orFail()
        .output();
  }

  /** The value of one of two files: of cgroup version 2, or 1. */
  private static String inside(Member member, String unified, String split) {
    return member
        .shell()
        .sh("cd /sys/fs/cgroup; cat %s 2>/dev/null || cat %s".formatted(unified, split));
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
