package io.labvm.nodechannel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SecretSealTest {
  private final SecretSeal seal = SecretSeal.of(new byte[32]);

  @Test
  void opensWhatItSealed() throws GeneralSecurityException {
    var sealed = seal.seal("d1", "vnc", "abcdefgh");

    assertThat(seal.open("d1", "vnc", sealed)).isEqualTo("abcdefgh");
    assertThat(seal.seal("d1", "vnc", "abcdefgh")).isNotEqualTo(sealed);
  }

  @Test
  void opensForNoOtherDesktopKindOrKeyAndNoDamage() {
    var sealed = seal.seal("d1", "vnc", "abcdefgh");
    var otherKey =
        SecretSeal.of("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
    var damaged = sealed.clone();
    damaged[20] ^= 1;

    assertFails(() -> seal.open("d2", "vnc", sealed));
    assertFails(() -> seal.open("d1", "ssh", sealed));
    assertFails(() -> otherKey.open("d1", "vnc", sealed));
    assertFails(() -> seal.open("d1", "vnc", damaged));
    assertFails(() -> seal.open("d1", "vnc", new byte[3]));
  }

  private static void assertFails(ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(GeneralSecurityException.class);
  }
}
