package io.labvm.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Somebody who registered.
 *
 * @param desktop id of their desktop
 * @param registration id of the operation that made it
 * @param api the API as this member
 */
record Member(Lab lab, String login, String desktop, String registration, Api api) {
  static final Duration PATIENCE = Duration.ofMinutes(3);

  JsonNode show() {
    return api.get("/api/v1/desktops/" + desktop).expect(200).body();
  }

  String node() {
    return show().path("node").asString();
  }

  String secret() {
    return api.get("/api/v1/desktops/" + desktop + "/secret").expect(200).text("vncSecret");
  }

  /** Sends a command and waits for its end. */
  void does(String command) {
    var ignored = operate(command, null);
  }

  /** Sends a command with what it has to know; answers the operation when it has succeeded. */
  JsonNode operate(String command, @Nullable Object body) {
    return awaitOperation(send(command, body), "succeeded");
  }

  /** Sends a command; answers the id of its operation. */
  String send(String command, @Nullable Object body) {
    return api.post("/api/v1/desktops/" + desktop + "/" + command, body)
        .expect(202)
        .text("operation");
  }

  JsonNode awaitOperation(String operation, String wanted) {
    JsonNode ended = awaitEnd(operation);
    if (!ended.path("state").asString().equals(wanted)) {
      throw new AssertionError("operation is not " + wanted + ": " + ended);
    }
    return ended;
  }

  /** Waits for the end of an operation, whatever it is. */
  JsonNode awaitEnd(String operation) {
    return Wait.until(
        "operation of " + login + " to end",
        PATIENCE,
        () -> {
          JsonNode body = operation(operation);
          return switch (body.path("state").asString()) {
            case "queued", "waiting", "running" -> null;
            default -> body;
          };
        });
  }

  JsonNode operation(String operation) {
    return api.get("/api/v1/operations/" + operation).expect(200).body();
  }

  /** Whether it is said that its changes have not reached the store for long. */
  boolean isLate() {
    return show().path("badges").toString().contains("sync-behind");
  }

  /** Waits until the store has everything. */
  void awaitShipped() {
    Wait.untilTrue(
        "everything of " + login + " to be shipped",
        Duration.ofSeconds(60),
        () -> show().path("recoveryPoint").isNull());
  }

  /** Waits until its node has said, of a time after the last change, that the store has all. */
  void awaitSaved() {
    long written = System.currentTimeMillis();
    Wait.untilTrue(
        "all of " + login + " to be saved",
        Duration.ofMinutes(1),
        () ->
            toldByItsNode().toEpochMilli() > written + 3_000
                && !show().path("recoveryPoint").isObject());
  }

  private Instant toldByItsNode() {
    for (JsonNode node : lab.admin().get("/api/v1/nodes").expect(200).body()) {
      if (node.path("id").asString().equals(node())) {
        return Instant.parse(node.path("figures").path("at").asString());
      }
    }
    return Instant.EPOCH;
  }

  RfbClient viewer() throws IOException {
    String[] address = show().path("addresses").path("vnc").asString().split(":");
    return RfbClient.connect(
        address[0], Integer.parseInt(address[1]), secret(), Duration.ofSeconds(10));
  }

  /** Waits until a viewer gets through, as a person would try again after a refusal. */
  RfbClient awaitViewer() {
    return Wait.until(
        "a viewer of " + login,
        Duration.ofSeconds(60),
        () -> {
          try {
            return viewer();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  History history() {
    return new History(this);
  }

  DesktopShell shell() {
    return new DesktopShell(this);
  }

  /**
   * Gives up the upper of the stopped desktop, as a day at rest would.
   *
   * @return where an upper lies while the desktop runs
   */
  Path giveUpUpper() throws IOException {
    Path owner = ownerFile();
    String text = Files.readString(owner);
    Files.writeString(owner, text.replaceAll("\"restsSince\" *: *[0-9]+", "\"restsSince\": 1"));
    Path upper = owner.resolveSibling("upper");
    Wait.untilTrue("the upper to be given up", Duration.ofMinutes(2), () -> !Files.exists(upper));
    return upper;
  }

  /** What a node notes about the desktop's root. */
  Path ownerFile() {
    Path wanted = Path.of("desktops", desktop, "owner.json");
    return Wait.until(
        "the owner file",
        Duration.ofSeconds(10),
        () -> {
          try (var files = Files.walk(lab.home().resolve("nodes"), 5)) {
            return files.filter(p -> p.endsWith(wanted)).findFirst().orElse(null);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
