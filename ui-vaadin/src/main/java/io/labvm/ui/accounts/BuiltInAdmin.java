package io.labvm.ui.accounts;

import io.labvm.ui.PortalProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/**
 * Makes the account {@code admin} at the first start, with the password from the first password
 * file; the file goes when the password is changed.
 */
@Component
class BuiltInAdmin implements ApplicationRunner {
  static final String LOGIN = "admin";
  private static final Logger LOG = LoggerFactory.getLogger(BuiltInAdmin.class);

  private final AccountRows accounts;
  private final PasswordHashes hashes;
  private final Path passwordFile;
  private final Clock clock;

  BuiltInAdmin(
      AccountRows accounts, PasswordHashes hashes, PortalProperties properties, Clock clock) {
    this.accounts = accounts;
    this.hashes = hashes;
    this.passwordFile = properties.firstAdminPasswordFile();
    this.clock = clock;
  }

  @Override
  public void run(ApplicationArguments arguments) throws IOException {
    if (accounts.exists(LOGIN)) {
      return;
    }
    String password = Files.readString(passwordFile).strip();
    if (password.length() < FieldChecks.PASSWORD_MIN) {
      throw new IllegalStateException(
          "the first admin password in " + passwordFile + " has fewer than 10 characters");
    }
    if (accounts.insert(account(), hashes.hash(password))) {
      LOG.info("made the account admin; its first password is in {}", passwordFile);
    }
  }

  private Account account() {
    return new Account(
        new AccountId("admin"),
        LOGIN,
        "Administrator",
        "admin@localhost",
        null,
        Role.ADMIN,
        AccountStatus.ACTIVE,
        null,
        "zh_CN",
        "",
        clock.instant());
  }

  /** The first password is of no use any more. */
  void passwordChanged(Account account) {
    if (!account.login().equals(LOGIN)) {
      return;
    }
    try {
      Files.deleteIfExists(passwordFile);
    } catch (IOException e) {
      LOG.warn("cannot delete {}; delete it by hand", passwordFile, e);
    }
  }
}
