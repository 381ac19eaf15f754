package io.labvm.ui.kit;

import io.labvm.nodechannel.ClusterCa;
import io.labvm.nodechannel.Pem;
import io.labvm.schema.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** The files and the database of one test's portal. */
public final class PortalHome
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {
  /** First password of the account admin. */
  public static final String ADMIN_PASSWORD = "first-password-of-all";

  /** Bearer token of the home's root. */
  public static final String ADMIN_TOKEN = "token-of-the-home-s-root";

  /** Bearer token of the gateway. */
  public static final String INTERNAL_TOKEN = "token-of-the-gateway";

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    try {
      Path home = Files.createTempDirectory("portal-test");
      TestDatabase database = TestDatabase.create();
      context
          .getEnvironment()
          .getPropertySources()
          .addFirst(new MapPropertySource("portal-home", properties(secrets(home), database)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Object> properties(Path home, TestDatabase database) {
    return Map.ofEntries(
        Map.entry("spring.datasource.url", database.jdbcUrl()),
        Map.entry("spring.datasource.username", database.username()),
        Map.entry("spring.datasource.password", ""),
        // The development mode wants a front-end server of its own.
        Map.entry("vaadin.productionMode", "true"),
        // Nobody listens there: the portal has to live without Temporal.
        Map.entry("spring.temporal.connection.target", "127.0.0.1:1"),
        Map.entry("labvm.portal.first-admin-password-file", home.resolve("admin-password")),
        Map.entry("labvm.portal.admin-token-file", home.resolve("admin-token")),
        Map.entry("labvm.portal.internal-token-file", home.resolve("internal-token")),
        Map.entry("labvm.portal.seal-key-file", home.resolve("seal-key")),
        Map.entry("labvm.portal.ticket-key-file", home.resolve("ticket-key.pem")),
        Map.entry("labvm.portal.ca-file", home.resolve("ca.pem")),
        Map.entry("labvm.portal.store-path", home.resolve("store")),
        Map.entry("labvm.portal.default-base", "tiny"),
        Map.entry("labvm.portal.throttle.registrations", "1000"));
  }

  private static Path secrets(Path home) throws IOException {
    Files.writeString(home.resolve("admin-password"), ADMIN_PASSWORD);
    Files.writeString(home.resolve("admin-token"), ADMIN_TOKEN);
    Files.writeString(home.resolve("internal-token"), INTERNAL_TOKEN);
    Files.writeString(home.resolve("seal-key"), Base64.getEncoder().encodeToString(new byte[32]));
    Files.writeString(home.resolve("ticket-key.pem"), ticketKey());
    Files.writeString(home.resolve("ca.pem"), Pem.of(ClusterCa.create("test").certificate()));
    base(home, "tiny", 1, false);
    base(home, "full", 1, true);
    base(home, "full", 2, true);
    Files.createDirectories(home.resolve("store/bases/broken-1"));
    Files.writeString(home.resolve("store/bases/broken-1/base.json"), "{");
    return home;
  }

  private static String ticketKey() {
    try {
      return Pem.of(KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void base(Path home, String name, int number, boolean ssh) throws IOException {
    Path base = Files.createDirectories(home.resolve("store/bases/" + name + "-" + number));
    Files.writeString(
        base.resolve("base.json"),
        "{\"format\":1,\"base\":\"%s-%d\",\"ssh\":%s,\"created\":\"2026-01-01T00:00:00Z\"}"
            .formatted(name, number, ssh));
  }
}
