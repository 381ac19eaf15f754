package io.labvm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** No password, VNC secret or token stands where it could be read by the wrong people. */
@ExtendWith(LabExtension.class)
class SecretsE2E {
  @Test
  void noSecretInLogsArgumentsEnvironmentContainersOrHistories(Lab lab) throws Exception {
    String login = Lab.newLogin();
    String password = "S3cr3t-" + Long.toHexString(System.nanoTime()) + "-passphrase";
    var body = new LinkedHashMap<>(Lab.registration(login, null));
    body.put("password", password);
    var answer = lab.api().post("/api/v1/registrations", body).expect(202);
    String token =
        lab.api()
            .post("/api/v1/tokens", Map.of("login", login, "password", password))
            .expect(201)
            .text("token");
    var member =
        new Member(
            lab, login, answer.text("desktop"), answer.text("operation"), lab.api().as(token));
    member.awaitOperation(member.registration(), "succeeded");
    lab.api().post("/api/v1/tokens", Map.of("login", login, "password", password + "-wrong"));
    String vnc = member.secret();
    try (var viewer = member.awaitViewer()) {
      viewer.update(false);
    }
    member.does("rotate-secret");
    var secrets =
        List.of(
            password,
            vnc,
            member.secret(),
            token,
            lab.secret("admin-token"),
            lab.secret("internal-token"),
            lab.secret("pg-password"),
            lab.secret("seal-key"));
    var places = new LinkedHashMap<String, String>();
    files(places, lab.home().resolve("logs"));
    files(places, lab.home().resolve("config"));
    processes(places);
    places.put(
        "container",
        member.shell().docker("inspect", "labvm-" + member.desktop()).orFail().output());
    files(places, lab.home().resolve("temporal"));
    places.forEach(
        (place, text) ->
            secrets.forEach(
                secret -> assertThat(text.contains(secret)).as("secret in " + place).isFalse()));
    assertThat(places.keySet()).anyMatch(p -> p.contains("temporal.db"));
    member.does("delete");
  }

  private static void files(Map<String, String> places, Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        places.put(file.toString(), text(file));
      }
    }
  }

  private static void processes(Map<String, String> places) throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      for (Path process : all.filter(p -> p.getFileName().toString().matches("\\d+")).toList()) {
        for (String part : List.of("cmdline", "environ")) {
          try {
            places.put(process.resolve(part).toString(), text(process.resolve(part)));
          } catch (IOException e) {
            // the process ended meanwhile
          }
        }
      }
    }
    assertThat(Commands.run(Duration.ofSeconds(10), "ps", "axww").orFail().output())
        .contains("java");
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
  }
}
