package io.labvm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** What versions hold is read, saved and compared by its owner, by the API and by the page. */
@ExtendWith(LabExtension.class)
class VersionsE2E {
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
  void aFileOfAVersionIsReadByTheApiAndSavedByThePage(Lab lab) throws Exception {
    Member member = lab.register(null);
    member.shell().sh("mkdir -p /home/data && echo first > /home/data/one");
    long first = backUp(member);
    member.shell().sh("echo second > /home/data/two; rm /home/data/one; ln -s /etc /home/data/out");
    long second = backUp(member);
    reads(lab, member, first, second);
    changes(member, first, second);
    showsThePages(lab, member, first, second);
    member.does("delete");
  }

  private static void reads(Lab lab, Member member, long first, long second) {
    String versions = "/api/v1/desktops/" + member.desktop() + "/versions/";
    assertThat(names(member, versions + first + "/tree?path=/home/data")).containsExactly("one");
    assertThat(names(member, versions + second + "/tree?path=/home/data"))
        .containsExactly("out", "two");
    member.api().get(versions + second + "/tree?path=/home/data/out").expect(422);
    member.api().get(versions + first + "/file?path=/home/data/one").expect(200);
    member.api().get(versions + first + "/archive?path=/home/data").expect(200);
    assertThat(names(member, versions + first + "/diff/" + second + "?path=/home/data"))
        .containsExactly("one", "out", "two");
    member.api().get(versions + "0/diff/" + second + "/packages").expect(200);
    Api stranger = lab.register(null).api();
    stranger.get(versions + first + "/file?path=/home/data/one").expect(404);
  }

  private static Iterable<String> names(Member member, String path) {
    JsonNode page = member.api().get(path).expect(200).body();
    return page.findValuesAsString("name");
  }

  private static void changes(Member member, long first, long second) {
    String versions = "/api/v1/desktops/" + member.desktop() + "/versions/";
    member
        .api()
        .sendRaw("PATCH", versions + first, "{\"label\":\"before CUDA 13\",\"pinned\":true}")
        .expect(200);
    member.api().sendRaw("DELETE", versions + first, "").expect(409);
    member.api().sendRaw("DELETE", versions + second, "").expect(409);
  }

  private static void showsThePages(Lab lab, Member member, long first, long second)
      throws Exception {
    Page page = chromium.signedIn(member);
    page.getByText("运行中").first().waitFor();
    page.navigate(lab.portal() + "/versions");
    page.getByText("before CUDA 13").waitFor();
    Chromium.picture(page, "versions");
    page.getByLabel("浏览版本 " + first).click();
    page.getByText("home/").click();
    page.getByText("data/").click();
    page.getByText("one").waitFor();
    Chromium.picture(page, "files");
    Download saved = page.waitForDownload(() -> page.getByLabel("下载 one").click());
    assertThat(saved.suggestedFilename()).isEqualTo("one");
    assertThat(Files.readString(saved.path())).isEqualTo("first\n");
    page.navigate(
        lab.portal()
            + "/desktops/%s/versions/%d/compare/%d".formatted(member.desktop(), first, second));
    page.getByText("home/").waitFor();
    Chromium.picture(page, "compare");
  }

  private static long backUp(Member member) {
    JsonNode result = member.operate("backup", null).path("result");
    assertThat(result.path("created").asBoolean()).isTrue();
    return result.path("version").asLong();
  }
}
