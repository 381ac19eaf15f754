package io.labvm.e2e;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

/** The pages as a member uses them, in Chinese. */
final class MembersPage {
  private final Member member;
  private final Page page;

  /** Signs in. */
  MembersPage(Chromium chromium, Member member) {
    this.member = member;
    page = chromium.visitor("zh-CN", 1440);
    page.setDefaultTimeout(60_000);
    page.navigate(member.lab().portal() + "/signin");
    page.getByLabel("登录名").first().fill(member.login());
    page.locator("input[type=password]").first().fill(Lab.PASSWORD);
    button("登录").click();
    page.getByText("运行中").first().waitFor();
  }

  /** The desktop's versions. */
  MembersPage versions() {
    page.navigate(versionsAddress());
    button("立即备份").waitFor();
    return this;
  }

  /** The top folder of a version. */
  MembersPage files(long version) {
    page.navigate(versionsAddress() + "/" + version + "/files");
    return this;
  }

  private String versionsAddress() {
    return member.lab().portal() + "/desktops/" + member.desktop() + "/versions";
  }

  /** The button of just this name, or label where it has one. */
  Locator button(String name) {
    return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true))
        .first();
  }

  Locator text(String text) {
    return page.getByText(text).first();
  }

  Page page() {
    return page;
  }
}
