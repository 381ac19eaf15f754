package io.labvm.mfs.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.layers.delta.DeltaBuilder;
import io.labvm.layers.store.DesktopKey;
import io.labvm.layers.store.OperationKey;
import io.labvm.layers.store.Store;
import io.labvm.nodechannel.ClusterCa;
import io.labvm.nodechannel.Tls;
import io.labvm.nodechannel.reading.ReadingServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The endpoint over real images, with real certificates. */
class VersionReadingTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private Path home;
  private VersionedDesktop desktop;
  private ClusterCa authority;
  private ReadingServer server;
  private HttpClient portal;

  @BeforeEach
  void start() throws Exception {
    desktop = new VersionedDesktop(Files.createDirectory(home.resolve("lab")));
    authority = ClusterCa.create("test");
    Path keys = home.resolve("store-key.p12");
    Files.write(keys, authority.serviceKeys(Tls.STORE_NAME, "secret".toCharArray()));
    server =
        new ReadingServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Tls.serviceContext(keys, "secret".toCharArray()),
            new VersionReading(desktop.root()));
    server.start();
    portal = client(authority.clientContext(Tls.PORTAL_NAME, Tls.STORE_NAME));
  }

  @AfterEach
  void stop() {
    server.close();
    portal.close();
  }

  private static HttpClient client(SSLContext tls) {
    return HttpClient.newBuilder().sslContext(tls).version(HttpClient.Version.HTTP_1_1).build();
  }

  private HttpResponse<byte[]> get(HttpClient client, String path, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
            URI.create("https://127.0.0.1:" + server.port() + "/reading/v1/desktops/" + path));
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private JsonNode json(String path) throws Exception {
    HttpResponse<byte[]> answer = get(portal, path);
    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private void refused(String path, int status, String code) throws Exception {
    HttpResponse<byte[]> answer = get(portal, path);
    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(status);
    assertThat(JSON.readTree(answer.body()).path("code").asString()).isEqualTo(code);
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static List<String> names(JsonNode rows) {
    List<String> names = new ArrayList<>();
    rows.forEach(row -> names.add(row.path("name").asString()));
    return names;
  }

  @Test
  void only_the_portal_may_read() throws Exception {
    try (HttpClient node = client(authority.clientContext("n1.node.labvm", Tls.STORE_NAME))) {
      assertThat(get(node, "d1/versions/0/tree").statusCode()).isEqualTo(403);
    }
    ClusterCa other = ClusterCa.create("other");
    try (HttpClient stranger = client(other.clientContext(Tls.PORTAL_NAME, Tls.STORE_NAME))) {
      assertThatThrownBy(() -> get(stranger, "d1/versions/0/tree")).isInstanceOf(IOException.class);
    }
  }

  @Test
  void a_folder_is_listed_with_what_links_point_to() throws Exception {
    int version =
        desktop.version(
            new DeltaBuilder()
                .directory("home", 0755)
                .link("home/out", "../../../etc/shadow")
                .file("home/a", "12345")
                .whiteout("etc/hostname"));
    JsonNode home = json("d1/versions/" + version + "/tree?path=" + encoded("/home/"));
    assertThat(names(home.path("entries"))).containsExactly("a", "out");
    assertThat(home.path("entries").get(0).path("size").asInt()).isEqualTo(5);
    assertThat(home.path("entries").get(1).path("target").asString())
        .isEqualTo("../../../etc/shadow");
    assertThat(home.has("next")).isFalse();
    assertThat(json("d1/versions/" + version + "/tree?path=" + encoded("etc")).path("entries"))
        .isEmpty();
  }

  @Test
  void no_path_leaves_the_version() throws Exception {
    int version =
        desktop.version(
            new DeltaBuilder().directory("home", 0755).link("home/out", "/etc").file("f", "x"));
    String base = "d1/versions/" + version;
    refused(base + "/tree?path=" + encoded("../../etc"), 404, "no-such-path");
    refused(base + "/file?path=" + encoded("home/out/hostname"), 404, "no-such-path");
    refused(base + "/file?path=" + encoded("home/out"), 422, "not-a-file");
    refused(base + "/tree?path=" + encoded("f"), 422, "not-a-folder");
    refused("d1/versions/99/tree", 404, "not-found");
    refused("d2/versions/0/tree", 404, "not-found");
    refused("..%2fd1/versions/0/tree", 404, "not-found");
    refused(base + "/tree?path=%2f%2f", 400, "bad-request");
  }

  @Test
  void names_of_any_bytes_come_back_as_they_are() throws Exception {
    byte[] broken = {(byte) 0xff, 'a', '\n'};
    int version =
        desktop.version(
            new DeltaBuilder()
                .directory("home", 0755)
                .file("home/" + new String(broken, StandardCharsets.ISO_8859_1), "there"));
    JsonNode entry = json("d1/versions/" + version + "/tree?path=" + encoded("home"));
    String name = entry.path("entries").get(0).path("nameBase64").asString();
    assertThat(Base64.getDecoder().decode(name)).isEqualTo(broken);
    String path = encoded("home/" + new String(broken, StandardCharsets.ISO_8859_1));
    assertThat(text(get(portal, "d1/versions/" + version + "/file?path=" + path)))
        .isEqualTo("there");
  }

  @Test
  void a_big_folder_comes_in_pages() throws Exception {
    DeltaBuilder delta = new DeltaBuilder().directory("big", 0755);
    for (int i = 0; i < 2500; i++) {
      delta.file("big/name-%05d".formatted(i), "");
    }
    int version = desktop.version(delta);
    List<String> all = new ArrayList<>();
    String after = "";
    do {
      JsonNode page =
          json(
              "d1/versions/%d/tree?limit=700&path=%s&after=%s"
                  .formatted(version, encoded("big"), after));
      all.addAll(names(page.path("entries")));
      after = page.path("next").asString("");
    } while (!after.isEmpty());
    assertThat(all).hasSize(2500).doesNotHaveDuplicates().isSorted();
  }

  @Test
  void a_file_comes_whole_or_in_part() throws Exception {
    int version = desktop.version(new DeltaBuilder().file("f", "0123456789").file("empty", ""));
    String file = "d1/versions/" + version + "/file?path=" + encoded("f");
    assertThat(text(get(portal, file))).isEqualTo("0123456789");
    HttpResponse<byte[]> part = get(portal, file, "Range", "bytes=3-5");
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(text(part)).isEqualTo("345");
    assertThat(part.headers().firstValue("Content-Range")).contains("bytes 3-5/10");
    assertThat(get(portal, file, "Range", "bytes=10-").statusCode()).isEqualTo(416);
    assertThat(get(portal, "d1/versions/" + version + "/file?path=" + encoded("empty")).body())
        .isEmpty();
  }

  @Test
  void a_folder_comes_as_an_archive_that_begins_with_its_name() throws Exception {
    int version =
        desktop.version(
            new DeltaBuilder()
                .directory("home", 0755)
                .directory("home/wang", 0700)
                .file("home/wang/notes", "text"));
    HttpResponse<byte[]> tar =
        get(portal, "d1/versions/" + version + "/archive?path=" + encoded("home/wang"));
    assertThat(tar.statusCode()).isEqualTo(200);
    assertThat(text(tar)).contains("wang/notes", "text").doesNotContain("home/wang");
    assertThat(tar.body().length % 512).isZero();
  }

  /** Listings of folders far above the one at hand are closed and opened again. */
  @Test
  void folders_deep_within_each_other_come_whole() throws Exception {
    DeltaBuilder delta = new DeltaBuilder();
    String path = "m";
    for (int depth = 0; depth < 150; depth++) {
      delta.directory(path, 0755).file(path + "/a", "1").file(path + "/z", "2");
      path += "/m";
    }
    int version = desktop.version(delta);
    HttpResponse<byte[]> tar =
        get(portal, "d1/versions/" + version + "/archive?path=" + encoded("m"));
    assertThat(files(tar.body())).isEqualTo(300);
    JsonNode row = json("d1/versions/0/diff/" + version + "/changes").path("rows").get(0);
    assertThat(row.path("added").asInt()).isEqualTo(300);
    assertThat(row.path("complete").asBoolean()).isTrue();
  }

  private static int files(byte[] tar) {
    int files = 0;
    for (int at = 0; tar[at] != 0; ) {
      files += tar[at + 156] == '0' ? 1 : 0;
      String size = new String(tar, at + 124, 11, StandardCharsets.US_ASCII);
      at += 512 + Math.ceilDiv(Integer.parseInt(size, 8), 512) * 512;
    }
    return files;
  }

  @Test
  void versions_are_compared_folder_by_folder() throws Exception {
    int first =
        desktop.version(
            new DeltaBuilder()
                .directory("home", 0755)
                .directory("home/old", 0755)
                .file("home/old/a", "1")
                .file("home/same", "same"));
    int second =
        desktop.version(
            new DeltaBuilder()
                .directory("home", 0755)
                .whiteout("home/old")
                .directory("home/new", 0755)
                .file("home/new/b", "22")
                .file("home/new/c", "333"));
    String changes = "d1/versions/%d/diff/%d/changes".formatted(first, second);
    JsonNode root = json(changes).path("rows");
    assertThat(names(root)).containsExactly("home");
    assertThat(root.get(0).path("change").asString()).isIn("inside", "attributes");
    assertThat(root.get(0).path("added").asInt()).isEqualTo(2);
    assertThat(root.get(0).path("removed").asInt()).isEqualTo(1);
    assertThat(root.get(0).path("bytes").asInt()).isEqualTo(5);
    JsonNode inside = json(changes + "?path=" + encoded("home")).path("rows");
    assertThat(names(inside)).containsExactly("new", "old");
    assertThat(inside.get(0).path("change").asString()).isEqualTo("added");
    assertThat(inside.get(1).path("change").asString()).isEqualTo("removed");
    JsonNode page = json(changes + "?limit=1&path=" + encoded("home"));
    String after = page.path("next").asString();
    assertThat(names(json(changes + "?path=" + encoded("home") + "&after=" + after).path("rows")))
        .containsExactly("old");
  }

  @Test
  void a_folder_in_which_only_folders_differ_is_no_folder_without_changes() throws Exception {
    int first =
        desktop.version(new DeltaBuilder().directory("home", 0755).directory("home/mine", 0755));
    int second =
        desktop.version(
            new DeltaBuilder()
                .directory("home", 0755)
                .directory("home/mine", 0755)
                .directory("home/mine/empty", 0755));
    String changes = "d1/versions/%d/diff/%d/changes".formatted(first, second);
    JsonNode row = json(changes).path("rows").path(0);
    assertThat(row.path("name").asString()).isEqualTo("home");
    assertThat(row.path("change").asString()).isEqualTo("inside");
    assertThat(names(json(changes + "?path=" + encoded("home/mine")).path("rows")))
        .containsExactly("empty");
  }

  @Test
  void the_oldest_version_is_compared_with_the_base_also_when_version_0_was_pruned()
      throws Exception {
    int version = desktop.version(new DeltaBuilder().file("mine", "1"));
    Files.delete(desktop.root().resolve("desktops/d1/versions/0.json"));
    JsonNode rows = json("d1/versions/0/diff/%d/changes".formatted(version)).path("rows");
    assertThat(names(rows)).containsExactly("mine");
    assertThat(rows.get(0).path("change").asString()).isEqualTo("added");
  }

  /** It began with the layers of another desktop, which nobody knows any more. */
  @Test
  void a_fork_whose_version_0_was_pruned_is_not_compared_with_its_base() throws Exception {
    int version = desktop.version(new DeltaBuilder().file("mine", "1"));
    Store.open(desktop.root())
        .lines(new DesktopKey("d1"))
        .fork(version, new DesktopKey("d2"), OperationKey.random());
    String changes = "d2/versions/0/diff/0/changes";
    assertThat(get(portal, changes).statusCode()).isEqualTo(200);
    Files.delete(desktop.root().resolve("desktops/d2/versions/0.json"));
    assertThat(get(portal, changes).statusCode()).isEqualTo(404);
  }

  @Test
  void packages_are_compared_by_name() throws Exception {
    int version =
        desktop.version(
            new DeltaBuilder()
                .directory("var", 0755)
                .directory("var/lib", 0755)
                .directory("var/lib/dpkg", 0755)
                .file(
                    "var/lib/dpkg/status",
                    VersionedDesktop.installed("bash", "5.2-2")
                        + VersionedDesktop.installed("cuda-13-0", "13.0.1-1")
                        + "Package: <script>\nStatus: install ok installed\nVersion: 1\n"));
    JsonNode rows = json("d1/versions/0/diff/" + version + "/packages").path("rows");
    assertThat(names(rows)).containsExactly("bash", "cuda-13-0", "vim");
    assertThat(rows.get(0).path("before").asString()).isEqualTo("5.2-1");
    assertThat(rows.get(0).path("after").asString()).isEqualTo("5.2-2");
    assertThat(rows.get(1).path("before").isNull()).isTrue();
    assertThat(rows.get(2).path("after").isNull()).isTrue();
  }

  @Test
  void a_damaged_version_is_refused_in_a_word() throws Exception {
    int version = desktop.version(new DeltaBuilder().file("f", "content"));
    for (Path image : images()) {
      Files.write(image, new byte[4096]);
    }
    refused("d1/versions/" + version + "/tree", 409, "damaged");
  }

  @Test
  void an_answer_that_breaks_off_is_not_taken_for_the_whole() throws Exception {
    DeltaBuilder delta = new DeltaBuilder().directory("d", 0755);
    for (int i = 0; i < 300; i++) {
      delta.file("d/" + i, "x".repeat(5000));
    }
    int version = desktop.version(delta);
    for (Path image : images()) {
      // Its inodes stay; the content behind them goes, so that reading fails on the way.
      byte[] bytes = Files.readAllBytes(image);
      Files.write(image, java.util.Arrays.copyOf(bytes, bytes.length));
      try (var channel =
          java.nio.channels.FileChannel.open(image, java.nio.file.StandardOpenOption.WRITE)) {
        channel.truncate(bytes.length / 8192 * 4096L);
      }
    }
    HttpResponse<byte[]> answer;
    try {
      answer = get(portal, "d1/versions/" + version + "/archive?path=" + encoded("d"));
    } catch (IOException cut) {
      return;
    }
    assertThat(answer.statusCode()).isEqualTo(409);
  }

  private List<Path> images() throws IOException {
    try (Stream<Path> files = Files.walk(desktop.root().resolve("layers"))) {
      return files.filter(f -> f.getFileName().toString().equals("image.erofs")).toList();
    }
  }
}
