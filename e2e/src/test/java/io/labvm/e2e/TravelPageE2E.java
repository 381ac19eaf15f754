package io.labvm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import java.util.ArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** What was lost comes back by the pages alone; what came back is compared inside the desktop. */
@ExtendWith(LabExtension.class)
class TravelPageE2E {
  private static final String DATA = Aftermath.DATA;
  private static final String GROUPS = "cat /etc/group";
  private static Chromium chromium;

  @BeforeAll
  static void open() {
    chromium = new Chromium();
  }

  @AfterAll
  static void close() {
    chromium.close();
  }

  @Test
  void aRemovedFolderIsCopiedBackAndTheMachineGoesBackAndForth(Lab lab) {
    Member member = lab.register(null);
    var pages = new MembersPage(chromium, member);
    Aftermath.write(member, "kept");
    String good = member.shell().listing(DATA);
    String groups = member.shell().sh(GROUPS);
    long version = backUp(pages.versions(), 1);

    member.shell().sh("rm -rf " + DATA);
    copyBack(pages.files(version));
    assertThat(member.shell().listing(DATA)).isEqualTo(good);

    Aftermath.write(member, "later");
    member.shell().sh("rm -rf /home/data/kept && echo broken > /etc/group");
    String bad = member.shell().listing(DATA);
    long newest = backUp(pages.versions(), 2);

    pages.button("回到此版本… 版本 " + version).click();
    pages.text("与最新版本 " + newest + " 相比的变化").waitFor();
    Locator preview = pages.page().locator(".preview li");
    preview.first().waitFor();
    assertThat(preview.allInnerTexts())
        .anyMatch(line -> line.contains("home/"))
        .anyMatch(line -> line.contains("etc/"));
    long undo = goBack(pages, member, version, 1);
    assertThat(member.shell().listing(DATA)).isEqualTo(good);
    assertThat(member.shell().sh(GROUPS)).isEqualTo(groups);

    undoButton(pages).click();
    long ignored = goBack(pages, member, undo, 2);
    assertThat(member.shell().listing(DATA)).isEqualTo(bad);
    assertThat(member.shell().sh(GROUPS)).isEqualTo("broken");
    member.does("delete");
  }

  private static long backUp(MembersPage pages, long version) {
    pages.button("立即备份").click();
    pages.text("已生成版本 " + version).waitFor();
    return version;
  }

  private static void copyBack(MembersPage pages) {
    pages.text("home/").click();
    pages.button("把 data 复制回去").click();
    pages.text("替换现有内容").click();
    pages.button("复制回去").click();
    pages.text("已放到桌面的 /home/data").waitFor();
  }

  /**
   * Answers the question that stands, and waits until the page says that it is done.
   *
   * @param restores how many the desktop has seen with this one
   * @return the version that takes it back
   */
  private static long goBack(MembersPage pages, Member member, long version, int restores) {
    Locator confirm = pages.button("回到版本 " + version);
    assertThat(confirm.isDisabled()).as("goes back without the typed name").isTrue();
    String name = member.show().path("name").asString();
    pages.page().getByLabel("请输入“" + name + "”以确认").first().fill(name);
    confirm.click();
    long undo = awaitRestored(member, restores);
    pages.text("之前的内容是版本 " + undo).waitFor();
    return undo;
  }

  private static long awaitRestored(Member member, int restores) {
    return Wait.until(
        "the desktop to have gone back",
        Duration.ofMinutes(2),
        () -> {
          var done = new ArrayList<JsonNode>();
          String path = "/api/v1/desktops/" + member.desktop() + "/operations";
          for (JsonNode operation : member.api().get(path).expect(200).body()) {
            if (operation.path("kind").asString().equals("restore")
                && operation.path("state").asString().equals("succeeded")) {
              done.add(operation);
            }
          }
          return done.size() < restores
              ? null
              : Long.valueOf(done.getFirst().path("result").path("undo").asLong());
        });
  }

  private static Locator undoButton(MembersPage pages) {
    return pages
        .page()
        .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("撤销：回到版本")))
        .first();
  }
}
