package io.labvm.nodechannel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeSecretsTest {
  @TempDir Path parent = Path.of("");

  @Test
  void makesEverySecretForTheOwnerAlone() throws IOException {
    run();

    assertThat(contents().keySet())
        .containsExactlyInAnyOrder(
            "admin-password",
            "admin-token",
            "internal-token",
            "metrics-password",
            "seal-key",
            "pg-password",
            "db/spring.datasource.password",
            "ticket-key.pem",
            "ticket-key.pub.pem",
            "ca.p12",
            "ca-password",
            "ca.pem",
            "store-key.p12",
            "store-key-password");
    assertThat(Files.getPosixFilePermissions(secrets()))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    for (var name : contents().keySet()) {
      assertThat(Files.getPosixFilePermissions(secrets().resolve(name)))
          .as(name)
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
    assertThat(contents().get("db/spring.datasource.password"))
        .isEqualTo(contents().get("pg-password"));
  }

  @Test
  void changesNothingThatExistsAndBringsNoChangedPasswordBack() throws IOException {
    run();
    var before = contents();
    Files.delete(secrets().resolve("admin-password"));
    before.remove("admin-password");
    Files.delete(secrets().resolve("internal-token"));
    before.remove("internal-token");

    run();

    var after = contents();
    assertThat(after.remove("internal-token")).hasSize(64);
    assertThat(after).isEqualTo(before);
  }

  @Test
  void finishesARunThatWasCut() throws IOException {
    run();
    for (var name : List.of("ca.pem", "ca.p12", "ticket-key.pub.pem")) {
      Files.delete(secrets().resolve(name));
    }

    run();

    assertThat(contents()).hasSize(14);
  }

  private void run() {
    assertThat(SecretsCommand.run(List.of(secrets().toString()), System.err)).isZero();
  }

  private Path secrets() {
    return parent.resolve("secrets");
  }

  private Map<String, String> contents() throws IOException {
    var contents = new TreeMap<String, String>();
    try (var files = Files.walk(secrets())) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var bytes = Files.readAllBytes(file);
        contents.put(
            secrets().relativize(file).toString(), new String(bytes, StandardCharsets.ISO_8859_1));
      }
    }
    return contents;
  }
}
