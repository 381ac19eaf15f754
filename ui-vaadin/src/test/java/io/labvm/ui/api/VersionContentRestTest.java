package io.labvm.ui.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.contract.store.NoteVersion;
import io.labvm.contract.store.RemoveVersion;
import io.labvm.ui.kit.Api;
import io.labvm.ui.kit.Lab;
import io.labvm.ui.kit.PortalTest;
import io.labvm.ui.problem.ProblemCode;
import io.labvm.ui.problem.ProblemException;
import io.labvm.ui.versions.StoreReading;
import io.labvm.ui.versions.VersionChanges;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;

/** Versions over REST; the store is played. */
@PortalTest
@Timeout(60)
@Import(VersionContentRestTest.Playing.class)
class VersionContentRestTest {
  @Autowired private Lab lab;
  @Autowired private PlayedStore store;
  @LocalServerPort private int port;
  private Api api;
  private String desktop = "";
  private Api member = new Api(0, null);
  private static int members;

  /** Answers what a test wants and remembers what it was asked. */
  static final class PlayedStore {
    final List<String> asked = new ArrayList<>();
    String document = "{}";
    @Nullable ProblemException refusal;
    InputStream content = InputStream.nullInputStream();
    long length = -1;

    private void ask(String what) {
      asked.add(what);
      if (refusal != null) {
        throw refusal;
      }
    }
  }

  @TestConfiguration(proxyBeanMethods = false)
  static class Playing {
    @Bean
    PlayedStore store() {
      return new PlayedStore();
    }

    @Bean
    @Primary
    StoreReading played(PlayedStore store) {
      return new StoreReading() {
        @Override
        public byte[] document(String path) {
          store.ask(path);
          return store.document.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Content content(String path, @Nullable String range) {
          store.ask(path);
          return new Content(store.content, store.length, null);
        }
      };
    }

    @Bean
    @Primary
    VersionChanges changes(PlayedStore store, Lab lab) {
      return new VersionChanges() {
        @Override
        public void note(NoteVersion request) {
          store.ask("note " + request.version());
          lab.execute(
              "update version set label = coalesce(?, label), pinned = coalesce(?, pinned)"
                  + " where desktop = ? and number = ?",
              String.valueOf(request.label()),
              Boolean.TRUE.equals(request.pinned()),
              request.desktop().value(),
              request.version());
        }

        @Override
        public void remove(RemoveVersion request) {
          store.ask("remove " + request.version());
        }
      };
    }
  }

  @BeforeEach
  void makeADesktopWithTwoVersions() {
    api = new Api(port, null);
    lab.node("n1", "127.0.0.1", 1);
    String login = "reader-" + members++;
    desktop = api.register(login).expect(202).text("desktop");
    member = api.signIn(login);
    lab.run(desktop, "n1", 1);
    for (int number : new int[] {1, 2}) {
      lab.version(desktop, number);
    }
    store.asked.clear();
    store.refusal = null;
  }

  private String versions() {
    return "/api/v1/desktops/" + desktop + "/versions/";
  }

  private HttpResponse<byte[]> download(String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(member.request(path).GET().build(), BodyHandlers.ofByteArray());
    }
  }

  @Test
  void aFolderIsListedInBytesAndText() {
    store.document =
        """
        {"entries":[{"nameBase64":"/2E=","type":"regular","mode":"0644","uid":1,"gid":2,"links":1,
        "size":5,"mtime":"2026-01-01T00:00:00Z"}],"next":"_2E"}""";
    var page = member.get(versions() + "1/tree?path=%2Fhome%2F%E7%8E%8B&after=abc").expect(200);
    assertThat(page.body().path("entries").get(0).path("nameBase64").asString()).isEqualTo("/2E=");
    assertThat(page.body().path("entries").get(0).has("name")).isFalse();
    assertThat(page.text("next")).isEqualTo("_2E");
    assertThat(store.asked)
        .containsExactly(desktop + "/versions/1/tree?limit=200&path=L2hvbWUv546L&after=abc");
    member.get(versions() + "1/tree?after=a%26limit%3D9").refused(400, "bad-request");
    member.get(versions() + "1/tree?pathBase64=%21").refused(400, "bad-request");
    member.get(versions() + "-1/tree").refused(404, "not-found");
  }

  @Test
  void numbersThatAreNoneAreTheCallersMistake() {
    String huge = "99999999999999999999";
    for (String wrong :
        List.of("abc/tree", huge + "/tree", "1/diff/" + huge, "1/tree?limit=" + huge)) {
      member.get(versions() + wrong).refused(400, "bad-request");
    }
  }

  @Test
  void foreignDesktopsAreUnknownToEveryCall() {
    String login = "stranger-" + members++;
    api.register(login).expect(202);
    Api stranger = api.signIn(login);
    for (String path :
        List.of("1/tree", "1/file?path=a", "1/archive", "1/diff/2", "1/diff/2/packages")) {
      stranger.get(versions() + path).refused(404, "not-found");
    }
    stranger.raw("PATCH", versions() + "1", "{\"pinned\":true}").refused(404, "not-found");
    stranger.raw("DELETE", versions() + "1", "").refused(404, "not-found");
    assertThat(store.asked).isEmpty();
    api.get(versions() + "1/tree").refused(401, "unauthenticated");
    assertThat(api.get("/files/desktops/" + desktop + "/versions/1/file").status()).isEqualTo(401);
  }

  @Test
  void aFileIsSavedAndNeverShown() throws Exception {
    byte[] html = "<script>alert(1)</script>".getBytes(StandardCharsets.UTF_8);
    store.content = new ByteArrayInputStream(html);
    store.length = html.length;
    var answer = download(versions() + "1/file?path=home%2F%22a%0D%0Ab%E2%80%AE%22.html");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(html);
    var headers = answer.headers();
    assertThat(headers.firstValue("Content-Type")).contains("application/octet-stream");
    assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(headers.firstValue("Content-Disposition").orElse(""))
        .startsWith("attachment; filename=")
        .contains("filename*=UTF-8''")
        .doesNotContain("\r", "\n", "%E2%80%AE", "/");
    assertThat(headers.firstValueAsLong("Content-Length")).hasValue(html.length);
    assertThat(lab.number("select count(*) from audit where action = 'download-from-version'"))
        .isPositive();
  }

  @Test
  void aDownloadThatBreaksOffIsNotTakenForTheWhole() {
    store.length = -1;
    store.content =
        new InputStream() {
          private int left = 100_000;

          @Override
          public int read() throws IOException {
            if (left == 0) {
              throw new IOException("the store went away");
            }
            left--;
            return 'x';
          }

          @Override
          public int read(byte[] bytes, int from, int length) throws IOException {
            bytes[from] = (byte) read();
            return 1;
          }
        };
    assertThatThrownBy(() -> download(versions() + "1/archive?path=home"))
        .isInstanceOf(IOException.class);
  }

  @Test
  void damageIsSaidInAWord() {
    store.refusal = ProblemException.of(ProblemCode.VERSION_DAMAGED, "This version is damaged.");
    member.get(versions() + "1/tree").refused(409, "version-damaged");
    member.get(versions() + "1/file?path=a").refused(409, "version-damaged");
  }

  @Test
  void differencesAreHandedOn() {
    store.document =
        """
        {"rows":[{"name":"etc","type":"directory","change":"inside","sizeBefore":1,"sizeAfter":2,
        "added":1,"changed":2,"removed":3,"bytes":4,"complete":true}]}""";
    var row = member.get(versions() + "1/diff/2").expect(200).body().path("rows").get(0);
    assertThat(row.path("removed").asLong()).isEqualTo(3);
    store.document = "{\"rows\":[{\"name\":\"vim\",\"before\":null,\"after\":\"9\"}],\"more\":0}";
    var packages = member.get(versions() + "0/diff/2/packages").expect(200).body();
    assertThat(packages.path("rows").get(0).path("after").asString()).isEqualTo("9");
    assertThat(store.asked.getLast()).isEqualTo(desktop + "/versions/0/diff/2/packages");
  }

  @Test
  void aVersionIsLabelledPinnedAndDeleted() {
    var noted =
        member.raw("PATCH", versions() + "1", "{\"label\":\" before CUDA \",\"pinned\":true}");
    assertThat(noted.expect(200).text("label")).isEqualTo("before CUDA");
    assertThat(noted.body().path("pinned").asBoolean()).isTrue();
    member.raw("PATCH", versions() + "1", "{\"label\":\"a\\nb\"}").refused(422, "invalid");
    member.raw("PATCH", versions() + "9", "{\"label\":\"a\"}").refused(404, "not-found");
    member.raw("DELETE", versions() + "1", "").refused(409, "version-pinned");
    member.raw("DELETE", versions() + "2", "").refused(409, "version-newest");
    lab.execute("update version set pinned = false where desktop = ?", desktop);
    assertThat(member.raw("DELETE", versions() + "1", "").status()).isEqualTo(204);
    assertThat(store.asked).contains("note 1", "remove 1");
  }
}
