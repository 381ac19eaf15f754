package io.labvm.node.testkit;

import io.labvm.gateway.connector.TlsContext;
import io.labvm.node.process.SystemCommands;
import io.labvm.nodechannel.NodeIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;

/** The identity directory of a node whose certificate is its own authority. */
public record TestIdentity(Path directory, KeyPair tickets) {
  private static final String PASSWORD = "test-password";

  /** Makes key, certificate and ticket key as a joined node has them. */
  public static TestIdentity make(Path parent, String node)
      throws IOException, GeneralSecurityException {
    Path directory = Files.createDirectories(parent.resolve("identity"));
    Path keytool = Path.of(System.getProperty("java.home"), "bin/keytool");
    SystemCommands commands = new SystemCommands(Duration.ofMinutes(1));
    String store = directory.resolve("key.p12").toString();
    commands.call(
        keytool.toString(),
        "-genkeypair",
        "-alias",
        "node",
        "-keyalg",
        "EC",
        "-groupname",
        "secp256r1",
        "-dname",
        "CN=" + node,
        "-ext",
        "san=dns:" + node + ".node.labvm",
        "-ext",
        "bc=ca:true",
        "-validity",
        "2",
        "-storetype",
        "PKCS12",
        "-keystore",
        store,
        "-storepass",
        PASSWORD);
    String pem =
        commands.call(
            keytool.toString(),
            "-exportcert",
            "-rfc",
            "-alias",
            "node",
            "-keystore",
            store,
            "-storepass",
            PASSWORD);
    Files.writeString(directory.resolve("password"), PASSWORD);
    Files.writeString(directory.resolve("ca.pem"), pem);
    KeyPair tickets = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    Files.writeString(
        directory.resolve("ticket-key.pub.pem"),
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(tickets.getPublic().getEncoded())
            + "\n-----END PUBLIC KEY-----\n");
    return new TestIdentity(directory, tickets);
  }

  /** The identity as the agent reads it. */
  public NodeIdentity load() throws IOException {
    return NodeIdentity.load(directory);
  }

  /** The relay's side. */
  public TlsContext server() throws IOException {
    return TlsContext.showing(load().keys());
  }

  /** The gateway's side: trusts the authority. */
  public TlsContext client() throws IOException {
    return TlsContext.trusting(load().authority());
  }
}
