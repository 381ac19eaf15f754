package io.labvm.launcher.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFilesTest {
  @TempDir private Path directory;

  private Laboratory lab(Optional<Path> faults) throws Exception {
    return lab(Optional.empty(), faults, StoreKind.DIRECTORY);
  }

  private Laboratory lab(
      Optional<Laboratory.Certificate> certificate, Optional<Path> faults, StoreKind store)
      throws Exception {
    Home home = Home.at(directory);
    Files.createDirectories(home.secrets());
    Files.writeString(home.secrets().resolve("pg-password"), "not-in-any-configuration");
    return new Laboratory(
        home,
        Ports.from(20000),
        "10.70.1",
        "tiny",
        List.of("n1", "n2"),
        "127.0.0.1",
        certificate,
        faults,
        store);
  }

  private String text(String file) throws Exception {
    return Files.readString(directory.resolve("config").resolve(file));
  }

  @Test
  void leadsEachProcessToTheOthers() throws Exception {
    new ConfigFiles(lab(Optional.empty())).write();
    assertThat(text("portal.yaml"))
        .contains("server.port: 20000")
        .contains("labvm.portal.vnc-ports.first: 20100")
        .contains("labvm.node-channel.port: 20001")
        .contains("spring.temporal.connection.target: \"127.0.0.1:20004\"")
        .doesNotContain("fault-points");
    assertThat(text("control.yaml")).contains("labvm.node-channel.port: 20002");
    assertThat(text("node-n2.yaml"))
        .contains("labvm.node.relay.address: \"10.70.1.12\"")
        .contains("labvm.node.denied-networks: [\"10.70.1.0/24\"]")
        .contains("spring.temporal.connection.target: \"10.70.1.1:20004\"");
    assertThat(text("node-n1-guard.properties"))
        .contains("channels=https://10.70.1.1:20001,https://10.70.1.1:20002\n");
  }

  @Test
  void aCertificateRenewedInPlaceIsReadAgain() throws Exception {
    var certificate = new Laboratory.Certificate(Path.of("/tls/chain.pem"), Path.of("/tls/key"));
    new ConfigFiles(lab(Optional.of(certificate), Optional.empty(), StoreKind.DIRECTORY)).write();
    assertThat(text("portal.yaml"))
        .contains("server.ssl.bundle: \"web\"")
        .contains("spring.ssl.bundle.pem.web.keystore.certificate: \"file:/tls/chain.pem\"")
        .contains("spring.ssl.bundle.pem.web.keystore.private-key: \"file:/tls/key\"")
        .contains("spring.ssl.bundle.pem.web.reload-on-update: \"true\"");
    assertThat(text("gateway.yaml"))
        .contains("labvm.gateway.portal-certificate-file: \"/tls/chain.pem\"");
  }

  @Test
  void keepsThePasswordOutOfConfigurations() throws Exception {
    new ConfigFiles(lab(Optional.of(Path.of("/faults")))).write();
    for (String file : List.of("portal.yaml", "control.yaml", "store.yaml", "gateway.yaml")) {
      assertThat(text(file)).doesNotContain("not-in-any-configuration");
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(directory.resolve("config").resolve(file))))
          .isEqualTo("rw-------");
    }
    assertThat(text("store.yaml")).contains("labvm.fault-points-dir: \"/faults\"");
  }

  @Test
  void eachNodeSeesAMooseFsByAClientOfItsOwn() throws Exception {
    Laboratory lab = lab(Optional.empty(), Optional.empty(), StoreKind.MOOSEFS);
    new ConfigFiles(lab).write();
    String mounts = "/run/labvm-" + lab.home().hash() + "/moosefs/";
    assertThat(text("portal.yaml")).contains("store-path: \"" + mounts + "control\"");
    assertThat(text("store.yaml")).contains("path: \"" + mounts + "control\"");
    assertThat(text("node-n2.yaml")).contains("store-path: \"" + mounts + "node-n2\"");
    assertThat(text("node-n2-guard.properties")).contains("storePath=" + mounts + "node-n2\n");
    assertThat(lab.stores()).hasSize(3);
  }

  @Test
  void quotesTexts() {
    var keys = new LinkedHashMap<String, Object>();
    keys.put("a", "with \"quotes\" \\ and: colon");
    assertThat(ConfigFiles.toYaml(keys)).contains("a: \"with \\\"quotes\\\" \\\\ and: colon\"\n");
  }
}
