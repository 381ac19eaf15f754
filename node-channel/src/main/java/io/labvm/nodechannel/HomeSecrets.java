package io.labvm.nodechannel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** The files of {@code <home>/secrets}; makes what is missing and changes nothing that exists. */
final class HomeSecrets {
  /** No characters that look alike: the first admin types this password. */
  private static final String READABLE = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

  private static final int PASSWORD_LENGTH = 20;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path directory;

  HomeSecrets(Path directory) {
    this.directory = directory;
  }

  void complete() throws IOException {
    PrivateFiles.directory(directory);
    // The portal deletes the first password once it is changed; ca.pem, made last, tells later
    // runs from the first one, which must not bring it back.
    if (!Files.exists(directory.resolve("ca.pem"))) {
      text("admin-password", readable());
    }
    database();
    text("admin-token", hex());
    text("internal-token", hex());
    text("metrics-password", hex());
    text("seal-key", Base64.getEncoder().encodeToString(random(32)));
    ticketKey();
    authority();
  }

  private void database() throws IOException {
    text("pg-password", hex());
    PrivateFiles.directory(directory.resolve("db"));
    PrivateFiles.create(
        directory.resolve("db/spring.datasource.password"),
        Files.readAllBytes(directory.resolve("pg-password")));
  }

  private void ticketKey() throws IOException {
    var publicFile = directory.resolve("ticket-key.pub.pem");
    if (Files.exists(publicFile)) {
      return;
    }
    try {
      // Without its public half a private key was never in use, so the pair may be made anew.
      var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      PrivateFiles.replace(directory.resolve("ticket-key.pem"), ascii(Pem.of(pair.getPrivate())));
      PrivateFiles.create(publicFile, ascii(Pem.of(pair.getPublic())));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has Ed25519", e);
    }
  }

  private void authority() throws IOException {
    text("ca-password", hex());
    var password = Files.readString(directory.resolve("ca-password")).toCharArray();
    var keystore = directory.resolve("ca.p12");
    if (!Files.exists(keystore)) {
      PrivateFiles.create(keystore, ClusterCa.create("labVm cluster").store(password));
    }
    var authority = ClusterCa.load(keystore, password);
    PrivateFiles.create(directory.resolve("ca.pem"), ascii(Pem.of(authority.certificate())));
    text("store-key-password", hex());
    var storePassword = Files.readString(directory.resolve("store-key-password")).toCharArray();
    if (!Files.exists(directory.resolve("store-key.p12"))) {
      PrivateFiles.create(
          directory.resolve("store-key.p12"), authority.serviceKeys(Tls.STORE_NAME, storePassword));
    }
  }

  private void text(String name, String value) throws IOException {
    PrivateFiles.create(directory.resolve(name), ascii(value));
  }

  private static String readable() {
    var password = new StringBuilder();
    for (var i = 0; i < PASSWORD_LENGTH; i++) {
      password.append(READABLE.charAt(RANDOM.nextInt(READABLE.length())));
    }
    return password.toString();
  }

  private static String hex() {
    return HexFormat.of().formatHex(random(32));
  }

  private static byte[] random(int bytes) {
    var random = new byte[bytes];
    RANDOM.nextBytes(random);
    return random;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
