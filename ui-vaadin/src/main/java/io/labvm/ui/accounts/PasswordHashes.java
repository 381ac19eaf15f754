package io.labvm.ui.accounts;

import java.util.concurrent.Semaphore;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Makes and checks password hashes (Argon2id, 16 MiB, 2 passes).
 *
 * <p>At most as many at once as there are processors: a flood of sign-ins must not take the memory
 * and the time of everything else.
 */
@Component
public class PasswordHashes {
  private final Argon2PasswordEncoder encoder =
      Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8();
  private final Semaphore slots = new Semaphore(Runtime.getRuntime().availableProcessors(), true);
  private final String decoy = encoder.encode("a password that nobody has");

  /** A new salted hash. */
  public String hash(String password) {
    slots.acquireUninterruptibly();
    try {
      return java.util.Objects.requireNonNull(encoder.encode(password));
    } finally {
      slots.release();
    }
  }

  boolean matches(String password, String hash) {
    slots.acquireUninterruptibly();
    try {
      return encoder.matches(password, hash);
    } finally {
      slots.release();
    }
  }

  /** Takes as long as a real check, so that time does not tell which logins exist. */
  void pretend(String password) {
    matches(password, decoy);
  }
}
