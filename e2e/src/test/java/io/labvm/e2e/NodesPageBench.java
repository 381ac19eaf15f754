package io.labvm.e2e;

import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Times the page of the nodes in a browser, from the navigation to the frame in which the last of
 * so many nodes is painted, while they report.
 *
 * <p>Arguments: portal URL, login, password, number of nodes, rounds. Run it beside {@code
 * io.labvm.bench.nodes.NodesBench}. Leaves a picture in {@code target/pictures}.
 */
final class NodesPageBench {
  /** Says when all lines or cards have been in the page for a frame. */
  private static final String PAINTED =
      """
      const wanted = WANTED;
      new MutationObserver((_, observer) => {
        if (document.querySelectorAll('.heat-row, .node-grid > .card').length >= wanted) {
          observer.disconnect();
          requestAnimationFrame(() => setTimeout(() => { window.painted = performance.now(); }));
        }
      }).observe(document, { childList: true, subtree: true });
      """;

  private NodesPageBench() {}

  public static void main(String[] args) {
    List<Double> seconds = new ArrayList<>();
    try (Chromium chromium = new Chromium()) {
      Page page = chromium.visitor("en-US", 1440);
      page.addInitScript(PAINTED.replace("WANTED", args[3]));
      page.navigate(args[0] + "/signin");
      page.locator("input").first().fill(args[1]);
      page.locator("input[type=password]").first().fill(args[2]);
      page.keyboard().press("Enter");
      page.waitForURL(url -> !url.contains("signin"));
      for (int round = 0; round < Integer.parseInt(args[4]); round++) {
        page.navigate(args[0] + "/nodes");
        var ignored = page.waitForFunction("window.painted");
        seconds.add(((Number) page.evaluate("window.painted")).doubleValue() / 1000);
      }
      Chromium.picture(page, "nodes-many");
    }
    System.out.println("seconds: " + seconds);
    Collections.sort(seconds);
    System.out.printf(
        "painted after %.2f / %.2f / %.2f s (min / median / max)%n",
        seconds.getFirst(), seconds.get(seconds.size() / 2), seconds.getLast());
  }
}
