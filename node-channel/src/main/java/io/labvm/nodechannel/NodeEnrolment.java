package io.labvm.nodechannel;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/**
 * Makes a node's key and gets it signed.
 *
 * <p>The key is kept on disk before the server hears of it and the server answers the same key the
 * same way, so a join that was cut anywhere is finished by running it again.
 */
final class NodeEnrolment {
  private static final String PENDING = "pending-key.pem";
  private static final String PENDING_PUBLIC = "pending-key.pub.pem";
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final Path directory;

  NodeEnrolment(Path directory) {
    this.directory = directory;
  }

  /**
   * Joins unless already joined.
   *
   * @return whether this call joined
   * @throws IOException when the directory belongs to another node, or the server refuses
   */
  boolean join(JoinToken token, List<URI> servers, JoinRequestSpec spec)
      throws IOException, InterruptedException {
    if (NodeIdentity.isJoined(directory)) {
      var held = NodeIdentity.load(directory).node();
      if (!held.equals(spec.node())) {
        throw new IOException(directory + " is the identity of node " + held);
      }
      return false;
    }
    PrivateFiles.directory(directory);
    var pair = pendingKey();
    var reply = ask(token, servers, spec.request(token, request(pair)));
    keep(pair, reply, spec.node());
    return true;
  }

  private static JoinReply ask(JoinToken token, List<URI> servers, JoinRequest request)
      throws IOException, InterruptedException {
    var trust =
        new NamedServerTrust(
            (chain, authType) -> checkAuthority(token, chain, authType), Tls.CHANNEL_NAME);
    var tls = Tls.clientContext(null, new char[0], trust);
    try (var client = new NodeChannelClient(tls, servers, TIMEOUT)) {
      return client.join(request);
    }
  }

  /**
   * The server proves itself by a chain to the very CA certificate whose digest the token holds.
   */
  private static void checkAuthority(JoinToken token, X509Certificate[] chain, String authType)
      throws CertificateException {
    var authority =
        Arrays.stream(chain)
            .filter(c -> JoinToken.fingerprint(c).equals(token.authorityFingerprint()))
            .findFirst()
            .orElseThrow(() -> new CertificateException("the token is of another cluster"));
    Tls.authority(authority).checkServerTrusted(chain, authType);
  }

  private KeyPair pendingKey() throws IOException {
    var key = directory.resolve(PENDING);
    var publicKey = directory.resolve(PENDING_PUBLIC);
    if (!Files.exists(publicKey)) {
      // The public half is written last: without it the pair was never used.
      var pair = ClusterCa.newKeyPair();
      PrivateFiles.replace(key, ascii(Pem.of(pair.getPrivate())));
      PrivateFiles.replace(publicKey, ascii(Pem.of(pair.getPublic())));
    }
    return new KeyPair(
        Pem.publicKey("EC", Files.readString(publicKey)),
        Pem.privateKey("EC", Files.readString(key)));
  }

  private void keep(KeyPair pair, JoinReply reply, String node) throws IOException {
    var certificate = Pem.certificate(reply.certificate());
    check(pair.getPublic(), certificate, node);
    var random = new byte[24];
    new SecureRandom().nextBytes(random);
    var password = HexFormat.of().formatHex(random);
    var keys =
        ClusterCa.pkcs12(
            NodeIdentity.ALIAS, pair.getPrivate(), password.toCharArray(), certificate);
    PrivateFiles.replace(directory.resolve(NodeIdentity.PASSWORD), ascii(password));
    PrivateFiles.replace(directory.resolve(NodeIdentity.CA), ascii(reply.ca()));
    PrivateFiles.replace(directory.resolve(NodeIdentity.TICKET_KEY), ascii(reply.ticketKey()));
    PrivateFiles.replace(directory.resolve(NodeIdentity.KEY), keys);
    Files.deleteIfExists(directory.resolve(PENDING_PUBLIC));
    Files.deleteIfExists(directory.resolve(PENDING));
  }

  private static void check(PublicKey key, X509Certificate certificate, String node)
      throws IOException {
    if (!certificate.getPublicKey().equals(key)
        || !NodeIdentity.commonName(certificate).equals(node)) {
      throw new IOException("the control plane signed something else than was asked for");
    }
  }

  private static String request(KeyPair pair) throws IOException {
    try {
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
      var subject = new X500Principal("CN=node");
      var request = new JcaPKCS10CertificationRequestBuilder(subject, pair.getPublic());
      return Pem.wrap("CERTIFICATE REQUEST", request.build(signer).getEncoded());
    } catch (OperatorCreationException e) {
      throw new IllegalStateException("cannot sign a certificate request", e);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** What a node says of itself besides its key. */
  record JoinRequestSpec(String node, String relayHost, int relayPort, boolean sharedMachine) {
    JoinRequest request(JoinToken token, String csr) {
      return new JoinRequest(token.value(), node, csr, relayHost, relayPort, sharedMachine);
    }
  }
}
