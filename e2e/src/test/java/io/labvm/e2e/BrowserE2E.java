package io.labvm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The main job by the pages: register in Chinese, watch the steps, work on the desktop. */
@ExtendWith(LabExtension.class)
class BrowserE2E {
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
  void memberRegistersInChineseAndWorksOnTheDesktop(Lab lab) {
    String login = Lab.newLogin();
    Page page = chromium.visitor("zh-CN", 1280);
    register(page, lab, login);
    assertThat(page.content()).doesNotContain("translation");
    // a reload loses nothing of the progress
    page.reload();
    page.getByText("桌面已就绪").or(page.getByText("运行中")).first().waitFor();
    openDesktop(page);
    Locator canvas = canvas(page);
    awaitPicture(canvas, Duration.ofSeconds(30));
    byte[] before = canvas.screenshot();
    // the tiny desktop shows a terminal in its upper left part
    canvas.click(new Locator.ClickOptions().setPosition(150, 150));
    page.keyboard().type("echo hello-from-the-browser");
    Wait.untilTrue(
        "pixels to change by typing",
        Duration.ofSeconds(15),
        () -> !Arrays.equals(before, canvas.screenshot()));
    delete(lab, login);
  }

  private static void delete(Lab lab, String login) {
    Api member = lab.api().signIn(login, Lab.PASSWORD);
    String desktop =
        member.get("/api/v1/desktops").expect(200).body().findValuesAsString("id").getFirst();
    new Member(lab, login, desktop, "", member).does("delete");
  }

  /** Nobody presses anything. */
  @Test
  void anOpenDesktopIsBackAfterASwitchAndAStart(Lab lab) {
    Member member = lab.register(null);
    Page page = chromium.signedIn(member);
    page.navigate(lab.portal() + "/desktops/" + member.desktop() + "/screen");
    awaitState(page, "connected");
    String before = member.node();
    page.evaluate(
        "window.states = new Set(); document.querySelector('labvm-novnc')"
            + ".addEventListener('vnc-state', e => window.states.add(e.detail.state))");
    member.awaitEnd(member.send("switch", Map.of("node", "automatic")));
    assertThat(member.node()).isNotEqualTo(before);
    awaitState(page, "connected");
    awaitPicture(canvas(page), Duration.ofSeconds(30));
    assertThat(page.evaluate("[...window.states].join()").toString())
        .contains("returning")
        .doesNotContain("stopped", "failed");
    member.does("stop");
    awaitState(page, "stopped");
    member.does("start");
    awaitState(page, "connected");
    page.close();
    member.does("delete");
  }

  private static void awaitState(Page page, String state) {
    var ignored =
        page.waitForFunction(
            "document.querySelector('labvm-novnc')?.dataset.state === '" + state + "'",
            null,
            new Page.WaitForFunctionOptions()
                .setTimeout((double) Duration.ofMinutes(2).toMillis()));
  }

  /** The page's session dies with the portal's memory, the sign-in does not. */
  @Test
  void desktopIsBackOnThePageAfterThePortalDied(Lab lab) {
    String login = Lab.newLogin();
    Page page = chromium.visitor("zh-CN", 1280);
    register(page, lab, login);
    page.getByText("桌面已就绪").or(page.getByText("运行中")).first().waitFor();
    openDesktop(page);
    Locator canvas = canvas(page);
    canvas.waitFor();
    page.evaluate("window.fromBefore = true");
    lab.kill("portal");
    // the page comes back by itself
    page.waitForFunction(
        "window.fromBefore === undefined",
        null,
        new Page.WaitForFunctionOptions().setTimeout((double) Duration.ofMinutes(3).toMillis()));
    awaitPicture(canvas, Duration.ofSeconds(60));
    delete(lab, login);
  }

  @Test
  void pagesSpeakEnglishOnAPhone(Lab lab) {
    Page page = chromium.visitor("en-US", 360);
    page.navigate(lab.portal() + "/register");
    page.getByLabel("Login name").first().waitFor();
    Object overflow =
        page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth");
    assertThat(((Number) overflow).intValue()).isLessThanOrEqualTo(0);
  }

  private static void register(Page page, Lab lab, String login) {
    page.navigate(lab.portal() + "/register");
    fill(page, "登录名", login);
    fill(page, "姓名", "王小明");
    fill(page, "邮箱", login + "@lab.example");
    fill(page, "密码", Lab.PASSWORD);
    Locator submit =
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("注册并创建我的桌面"));
    // pressed twice, as impatient people do: one desktop all the same
    submit.dblclick();
    page.getByText("选择节点").first().waitFor();
  }

  private static void fill(Page page, String label, String value) {
    page.getByLabel(label, new Page.GetByLabelOptions().setExact(true)).first().fill(value);
  }

  private static Locator canvas(Page page) {
    return page.locator("labvm-novnc canvas, canvas").first();
  }

  private static void awaitPicture(Locator canvas, Duration limit) {
    canvas.waitFor();
    Wait.untilTrue(
        "pixels of the desktop",
        limit,
        () -> Chromium.colours(Chromium.picture(canvas.screenshot())) > 2);
  }

  private static void openDesktop(Page page) {
    Locator open =
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("打开桌面"))
            .or(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("打开桌面")))
            .first();
    open.waitFor();
    open.evaluate("e => e.removeAttribute('target')");
    open.click();
  }
}
