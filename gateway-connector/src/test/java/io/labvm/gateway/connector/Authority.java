package io.labvm.gateway.connector;

import io.labvm.nodechannel.ClusterCa;
import io.labvm.nodechannel.Pem;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/**
 * A cluster's keys in memory: its CA, the key of its tickets, and the certificates of its nodes.
 */
public final class Authority {
  public final ClusterCa ca = ClusterCa.create("test");
  public final KeyPair tickets;

  public Authority() throws GeneralSecurityException {
    tickets = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
  }

  /** A connector whose key files are written into the directory as ca.pem and ticket-key.pem. */
  public RelayConnector connector(Path directory) throws IOException {
    Files.writeString(directory.resolve("ca.pem"), Pem.of(ca.certificate()));
    Files.writeString(directory.resolve("ticket-key.pem"), Pem.of(tickets.getPrivate()));
    return RelayConnector.load(
        directory.resolve("ca.pem"), directory.resolve("ticket-key.pem"), Duration.ofSeconds(5));
  }

  /** A relay's listening socket with the certificate of a node. */
  public SSLServerSocket listen(String node) throws Exception {
    var context = SSLContext.getInstance("TLSv1.3");
    context.init(keys(node).getKeyManagers(), null, null);
    return (SSLServerSocket)
        context.getServerSocketFactory().createServerSocket(0, 8, InetAddress.getLoopbackAddress());
  }

  /** What a node's relay shows. */
  public KeyManagerFactory keys(String node) throws Exception {
    var pair = pair();
    var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
    var csr =
        new JcaPKCS10CertificationRequestBuilder(new X500Principal("CN=x"), pair.getPublic())
            .build(signer);
    var pem = pem(csr.getEncoded());
    return managers(pair, ca.signNode(pem, node));
  }

  /** What a node shows whose certificate has expired, and the authority that signed it. */
  record Expired(X509Certificate authority, KeyManagerFactory keys) {
    static Expired of(String node) throws Exception {
      var yesterday = Instant.now().minus(Duration.ofDays(1));
      var pair = pair();
      var ca = signed("CN=old", pair, "ca.labvm", Instant.now().plus(Duration.ofDays(1)));
      var leaf = signed("CN=" + node, pair, node + ".node.labvm", yesterday);
      return new Expired(ca, managers(pair, leaf));
    }

    private static X509Certificate signed(String name, KeyPair pair, String dns, Instant end)
        throws Exception {
      var builder =
          new JcaX509v3CertificateBuilder(
              new X500Principal("CN=old"),
              BigInteger.valueOf(end.toEpochMilli()),
              Date.from(Instant.now().minus(Duration.ofDays(9))),
              Date.from(end),
              new X500Principal(name),
              pair.getPublic());
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(new GeneralName(GeneralName.dNSName, dns)));
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }
  }

  private static KeyPair pair() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static KeyManagerFactory managers(KeyPair pair, X509Certificate certificate)
      throws Exception {
    var keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry("node", pair.getPrivate(), new char[0], new Certificate[] {certificate});
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, new char[0]);
    return managers;
  }

  private static String pem(byte[] der) {
    var lines = Base64.getMimeEncoder().encodeToString(der);
    return "-----BEGIN CERTIFICATE REQUEST-----\n" + lines + "\n-----END CERTIFICATE REQUEST-----";
  }
}
