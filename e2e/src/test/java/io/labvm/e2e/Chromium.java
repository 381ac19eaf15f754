package io.labvm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/** The distribution's browser, headless, driven as a person would use it. */
final class Chromium implements AutoCloseable {
  private static final Path PICTURES = Path.of("target/pictures");
  private static final int WIDE = 1440;

  private final Playwright playwright;
  private final Browser browser;

  Chromium() {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(Path.of("/usr/bin/chromium"))
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync")));
  }

  /** A page of a new visitor: no cookies, the given language and width. */
  Page visitor(String locale, int width) {
    var page =
        browser.newPage(new Browser.NewPageOptions().setLocale(locale).setViewportSize(width, 800));
    page.setDefaultTimeout(30_000);
    return page;
  }

  /** A page of a member, in Chinese and wide, who has just signed in. */
  Page signedIn(Member member) {
    return signedIn(member.lab(), member.login(), Lab.PASSWORD);
  }

  /** The same of anybody. */
  Page signedIn(Lab lab, String login, String password) {
    Page page = visitor("zh-CN", WIDE);
    page.navigate(lab.portal() + "/signin");
    page.getByLabel("登录名").first().fill(login);
    page.locator("input[type=password]").first().fill(password);
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("登录")).first().click();
    page.waitForURL(address -> !address.contains("/signin"));
    return page;
  }

  /** Wide and as on a phone, for people to look at; nothing may be wider than the phone. */
  static void picture(Page page, String name) {
    shot(page, name);
    page.setViewportSize(360, 800);
    Object overflow =
        page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth");
    shot(page, name + "-phone");
    assertThat(((Number) overflow).intValue()).as(name).isLessThanOrEqualTo(0);
    page.setViewportSize(WIDE, 800);
  }

  private static void shot(Page page, String name) {
    var ignored =
        page.screenshot(
            new Page.ScreenshotOptions()
                .setPath(PICTURES.resolve(name + ".png"))
                .setFullPage(true));
  }

  static BufferedImage picture(byte[] png) {
    try {
      return ImageIO.read(new ByteArrayInputStream(png));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Number of different colours, looked at on a grid. */
  static int colours(BufferedImage image) {
    var seen = new HashSet<Integer>();
    for (int y = 0; y < image.getHeight(); y += 3) {
      for (int x = 0; x < image.getWidth(); x += 3) {
        seen.add(image.getRGB(x, y));
      }
    }
    return seen.size();
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
