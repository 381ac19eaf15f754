package io.labvm.ui.desktops;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.nodechannel.SecretSeal;
import io.labvm.ui.PortalProperties;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The desktops' VNC secrets: eight characters, all that VncAuth uses; sealed in the database. */
@Component
class VncSecrets {
  private static final String KIND = "vnc";
  private static final int LENGTH = 8;

  /** Without characters that look alike: members type it into VNC clients. 47 bits in all. */
  private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

  private static final SecureRandom RANDOM = new SecureRandom();

  private final JdbcClient jdbc;
  private final SecretSeal seal;
  private final Clock clock;

  VncSecrets(JdbcClient jdbc, PortalProperties properties, Clock clock) throws IOException {
    this.jdbc = jdbc;
    this.seal = SecretSeal.load(properties.sealKeyFile());
    this.clock = clock;
  }

  /** Makes a new secret in place of the old one, if there is one. */
  void renew(DesktopId desktop) {
    jdbc.sql(
            """
            insert into desktop_secret (desktop, kind, sealed, rotated_at)
            values (:desktop, :kind, :sealed, :at)
            on conflict (desktop, kind)
            do update set sealed = excluded.sealed, rotated_at = excluded.rotated_at""")
        .param("desktop", desktop.value())
        .param("kind", KIND)
        .param("sealed", seal.seal(desktop.value(), KIND, random()))
        .param("at", clock.instant().atOffset(ZoneOffset.UTC))
        .update();
  }

  /** The present secret. */
  String read(DesktopId desktop) {
    byte[] sealed =
        jdbc.sql("select sealed from desktop_secret where desktop = ? and kind = ?")
            .params(desktop.value(), KIND)
            .query(byte[].class)
            .single();
    try {
      return seal.open(desktop.value(), KIND, sealed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the VNC secret of " + desktop + " does not open", e);
    }
  }

  private static String random() {
    StringBuilder secret = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      secret.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    }
    return secret.toString();
  }
}
