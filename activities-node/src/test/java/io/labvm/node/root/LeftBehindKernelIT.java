package io.labvm.node.root;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.node.left.LeftReading;
import io.labvm.node.left.LeftRoom;
import io.labvm.node.process.SystemCommands;
import io.labvm.node.testkit.Scratch;
import io.labvm.nodechannel.ClusterCa;
import io.labvm.nodechannel.Tls;
import io.labvm.nodechannel.reading.ReadingServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a node lets the portal read of trees in which somebody else was root. */
@Timeout(60)
class LeftBehindKernelIT {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final DesktopId DESKTOP = new DesktopId("d1");
  private static final SystemCommands COMMANDS = new SystemCommands(Duration.ofMinutes(1));
  private static final String SECRET = "a secret of the node";

  private Scratch scratch;
  private Path upper;
  private LeftBehind uppers;
  private ClusterCa authority;
  private ReadingServer server;
  private HttpClient portal;
  private String id = "";

  @BeforeEach
  void leaveAnUpperBehind() throws Exception {
    scratch = new Scratch();
    Files.writeString(scratch.resolve("secret"), SECRET);
    Path directory = scratch.resolve("desktops/d1");
    Files.createDirectories(directory.resolve("upper/home/data"));
    Files.writeString(directory.resolve("upper/home/data/thesis"), "the last page");
    uppers =
        new LeftBehind(
            scratch.resolve("desktops"),
            new Trash(scratch.resolve("trash"), COMMANDS, Runnable::run));
    uppers.take(directory, "u1");
    id = uppers.list().getFirst().id();
    upper = uppers.list().getFirst().path();
    authority = ClusterCa.create("test");
    Path keys = scratch.resolve("keys.p12");
    Files.write(keys, authority.serviceKeys(Tls.nodeName("n1"), "secret".toCharArray()));
    server =
        new ReadingServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Tls.serviceContext(keys, "secret".toCharArray()),
            new LeftReading(uppers, uppers::discard));
    server.start();
    portal = client(Tls.PORTAL_NAME);
  }

  private HttpClient client(String name) {
    return HttpClient.newBuilder()
        .sslContext(authority.clientContext(name, Tls.nodeName("n1")))
        .version(HttpClient.Version.HTTP_1_1)
        .build();
  }

  @AfterEach
  void removeEverything() throws IOException {
    portal.close();
    server.close();
    scratch.close();
  }

  private HttpResponse<byte[]> ask(HttpClient who, String method, String rest) throws Exception {
    return who.send(
        HttpRequest.newBuilder(
                URI.create(
                    "https://127.0.0.1:%d/reading/v1/desktops/d1/left/%s%s"
                        .formatted(server.port(), id, rest)))
            .timeout(Duration.ofSeconds(20))
            .method(method, BodyPublishers.noBody())
            .build(),
        BodyHandlers.ofByteArray());
  }

  private HttpResponse<byte[]> get(String rest) throws Exception {
    return ask(portal, "GET", rest);
  }

  private static String at(String path) {
    return at(path.getBytes(StandardCharsets.UTF_8));
  }

  private static String at(byte[] path) {
    return "?path=" + Base64.getUrlEncoder().withoutPadding().encodeToString(path);
  }

  private JsonNode tree(String query) throws Exception {
    HttpResponse<byte[]> answer = get("/tree" + query);
    assertThat(answer.statusCode()).as(query).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private void refused(String rest, int status, String code) throws Exception {
    HttpResponse<byte[]> answer = get(rest);
    assertThat(answer.statusCode()).as(rest).isEqualTo(status);
    assertThat(JSON.readTree(answer.body()).path("code").asString()).isEqualTo(code);
  }

  private static List<String> names(JsonNode page) {
    List<String> names = new ArrayList<>();
    page.path("entries").forEach(e -> names.add(e.path("name").asString()));
    return names;
  }

  @Test
  void filesAndFoldersAreRead() throws Exception {
    assertThat(names(tree(""))).containsExactly("home");
    JsonNode entry = tree(at("home/data")).path("entries").get(0);
    assertThat(entry.path("type").asString()).isEqualTo("regular");
    assertThat(entry.path("size").asLong()).isEqualTo(13);
    HttpResponse<byte[]> file = get("/file" + at("home/data/thesis"));
    assertThat(file.statusCode()).isEqualTo(200);
    assertThat(file.body()).asString(StandardCharsets.UTF_8).isEqualTo("the last page");
    refused("/file" + at("home/data"), 422, "not-a-file");
    refused("/tree" + at("home/data/thesis"), 422, "not-a-folder");
    refused("/tree" + at("home/none"), 404, "no-such-path");
    refused("/file", 422, "not-a-file");
    assertThat(LeftRoom.of(upper).names()).isEqualTo(3);
  }

  @Test
  void anArchiveHoldsWhatTarUnpacksAgain() throws Exception {
    Path data = upper.resolve("home/data");
    Files.createLink(data.resolve("hard"), data.resolve("thesis"));
    Files.createSymbolicLink(data.resolve("soft"), Path.of("/etc/shadow"));
    Files.createDirectories(data.resolve("a".repeat(120)));
    COMMANDS.call("mknod", data.resolve("gone").toString(), "c", "0", "0");
    COMMANDS.call("mkfifo", data.resolve("fifo").toString());
    HttpResponse<byte[]> tar = get("/archive" + at("home/data"));
    assertThat(tar.statusCode()).isEqualTo(200);
    Path file = Files.write(scratch.resolve("left.tar"), tar.body());
    Path out = Files.createDirectory(scratch.resolve("out"));
    COMMANDS.call("tar", "-xf", file.toString(), "-C", out.toString());
    Path unpacked = out.resolve("data");
    assertThat(unpacked.resolve("thesis")).hasContent("the last page");
    assertThat(Files.isSameFile(unpacked.resolve("thesis"), unpacked.resolve("hard"))).isTrue();
    assertThat(Files.readSymbolicLink(unpacked.resolve("soft"))).hasToString("/etc/shadow");
    assertThat(unpacked.resolve("a".repeat(120))).isDirectory();
    assertThat(unpacked.resolve("gone")).doesNotExist();
    HttpResponse<byte[]> one = get("/archive" + at("home/data/thesis"));
    assertThat(one.body().length % 512).isZero();
    assertThat(get("/archive").statusCode()).isEqualTo(200);
    refused("/archive" + at("home/data/gone"), 404, "no-such-path");
  }

  @Test
  void whatWasDeletedIsSaidAndNothingSpecialIsOpened() throws Exception {
    Path home = upper.resolve("home");
    COMMANDS.call("mknod", home.resolve("gone").toString(), "c", "0", "0");
    COMMANDS.call("mknod", home.resolve("memory").toString(), "c", "1", "1");
    COMMANDS.call("mkfifo", home.resolve("fifo").toString());
    Files.createSymbolicLink(home.resolve("link"), scratch.resolve("secret"));
    Files.createSymbolicLink(home.resolve("up"), scratch.path());
    JsonNode entries = tree(at("home")).path("entries");
    List<String> types = new ArrayList<>();
    entries.forEach(e -> types.add(e.path("name").asString() + " " + e.path("type").asString()));
    assertThat(types)
        .containsExactly(
            "data directory",
            "fifo fifo",
            "gone deleted",
            "link symbolic-link",
            "memory character-device",
            "up symbolic-link");
    for (String name : List.of("gone", "memory", "fifo", "link", "up")) {
      refused("/file" + at("home/" + name), 422, "not-a-file");
      refused("/tree" + at("home/" + name), 422, "not-a-folder");
    }
    refused("/file" + at("home/up/secret"), 404, "no-such-path");
    refused("/tree" + at("home/../.."), 404, "no-such-path");
    refused("/tree" + at("home/\0"), 404, "no-such-path");
  }

  @Test
  void namesOfAnyBytesComeInPages() throws Exception {
    Path many = Files.createDirectory(upper.resolve("many"));
    for (int i = 0; i < 25; i++) {
      Files.createFile(many.resolve("f%02d".formatted(i)));
    }
    COMMANDS.run("", "sh", "-c", "cd '" + many + "' && : > \"$(printf '\\377x')\"");
    List<String> all = new ArrayList<>();
    String after = "";
    int pages = 0;
    do {
      JsonNode page = tree(at("many") + "&limit=10" + after);
      page.path("entries")
          .forEach(e -> all.add(e.path("name").asString("") + e.path("nameBase64").asString("")));
      after = page.has("next") ? "&after=" + page.path("next").asString() : "";
      pages++;
    } while (!after.isEmpty());
    assertThat(pages).isEqualTo(3);
    assertThat(all).hasSize(26).doesNotHaveDuplicates().endsWith("f24", "/3g=");
    byte[] odd = {'m', 'a', 'n', 'y', '/', (byte) 0xff, 'x'};
    assertThat(get("/file" + at(odd)).statusCode()).isEqualTo(200);
  }

  /** Nobody runs in such a tree any more; were there somebody, they would gain nothing. */
  @Test
  void aFolderThatTurnsIntoALinkLeadsNowhere() throws Exception {
    Path real = Files.createDirectory(upper.resolve("real"));
    Files.writeString(real.resolve("secret"), "mine");
    Path link = upper.resolve("link");
    Files.createSymbolicLink(link, scratch.path());
    Path door = upper.resolve("door");
    AtomicBoolean over = new AtomicBoolean();
    Thread swapping =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    while (!over.get()) {
                      Files.move(real, door);
                      Files.move(door, real);
                      Files.move(link, door);
                      Files.move(door, link);
                    }
                  } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                  }
                });
    int found = 0;
    try {
      for (int i = 0; i < 400; i++) {
        HttpResponse<byte[]> file = get("/file" + at("door/secret"));
        if (file.statusCode() == 200) {
          found++;
          assertThat(file.body()).asString(StandardCharsets.UTF_8).isEqualTo("mine");
        }
        assertThat(get("/tree" + at("door")).body())
            .asString(StandardCharsets.UTF_8)
            .doesNotContain("keys.p12");
      }
    } finally {
      over.set(true);
      swapping.join();
    }
    assertThat(found).as("times the folder was there").isPositive();
  }

  @Test
  void onlyThePortalReadsAndDiscards() throws Exception {
    try (HttpClient node = client(Tls.nodeName("n2"))) {
      assertThat(ask(node, "GET", "/tree").statusCode()).isEqualTo(403);
      assertThat(ask(node, "DELETE", "").statusCode()).isEqualTo(403);
    }
    assertThat(ask(portal, "POST", "/tree").statusCode()).isEqualTo(405);
    assertThat(ask(portal, "GET", "").statusCode()).isEqualTo(405);
    assertThat(upper).exists();
    assertThat(ask(portal, "DELETE", "").statusCode()).isEqualTo(204);
    assertThat(upper).doesNotExist();
    assertThat(scratch.resolve("desktops/d1")).doesNotExist();
    assertThat(ask(portal, "DELETE", "").statusCode()).isEqualTo(404);
    refused("/tree", 404, "not-found");
    try (var trash = Files.list(scratch.resolve("trash"))) {
      assertThat(trash).isEmpty();
    }
  }

  @Test
  void nothingElseOfTheDesktopIsReachedByItsName() throws Exception {
    Path directory = scratch.resolve("desktops/d1");
    Files.createDirectories(directory.resolve("upper/own"));
    for (String name : List.of("..", "..%2Fupper", ".", "u1")) {
      id = name;
      assertThat(get("/tree").statusCode()).as(name).isEqualTo(404);
      assertThat(ask(portal, "DELETE", "").statusCode()).as(name).isEqualTo(404);
    }
    assertThat(directory.resolve("upper/own")).exists();
  }

  @Test
  void anUpperOfAnOlderBuildHasTheTimeOfItsMove() throws Exception {
    Instant before = Instant.now().minusSeconds(2);
    String old = "u9.3f0a8f0e-0c1f-4b9e-9a55-3f1f5d1c2a3b";
    Files.createDirectories(upper.resolveSibling(old));
    LeftUpper found = uppers.find(DESKTOP, old).orElseThrow();
    assertThat(found.since()).isAfter(before);
    assertThat(found.upper()).isEqualTo("u9");
    assertThatThrownBy(() -> LeftRoom.of(upper.resolve("none"))).isInstanceOf(IOException.class);
  }
}
