package io.labvm.launcher.process;

import io.labvm.launcher.json.Json;
import io.labvm.launcher.shell.SideBySide;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The Docker Engine of a node, as far as taking a laboratory down needs it. */
public final class Engine {
  private static final int GRACE_SECONDS = 20;

  private final Path socket;
  private final UnixHttp http;

  public Engine(Path socket) {
    this.socket = socket;
    this.http = new UnixHttp(socket);
  }

  /** Whether it answers. */
  public boolean isUp() {
    try {
      return Files.exists(socket) && call("GET", "/_ping").ok();
    } catch (IOException _) {
      return false;
    }
  }

  /** Ids of the desktops' containers; none when the engine does not answer. */
  public List<String> desktops() {
    String filter = Json.write(java.util.Map.of("label", List.of("io.labvm.desktop")));
    try {
      var answer =
          call(
              "GET",
              "/containers/json?all=1&filters="
                  + URLEncoder.encode(filter, StandardCharsets.UTF_8));
      return Json.parse(answer.body()).items().stream().map(c -> c.get("Id").text()).toList();
    } catch (IOException _) {
      return List.of();
    }
  }

  /** Ends all desktops in order, each within 20 s, and removes their containers. */
  public void removeDesktops() {
    try (var work = new SideBySide()) {
      desktops().forEach(id -> work.run(() -> remove(id)));
      work.joinAll();
    }
  }

  private void remove(String id) {
    try {
      call("POST", "/containers/" + id + "/stop?t=" + GRACE_SECONDS);
      call("DELETE", "/containers/" + id + "?force=1&v=1");
    } catch (IOException _) {
      // the engine died: what is left is ended by its control group
    }
  }

  private UnixHttp.Answer call(String method, String path) throws IOException {
    return http.call(method, path, "application/json", "");
  }
}
