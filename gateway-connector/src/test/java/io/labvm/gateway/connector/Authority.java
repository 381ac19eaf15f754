package io.labvm.gateway.connector;

import io.labvm.nodechannel.ClusterCa;
import io.labvm.nodechannel.Pem;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.security.auth.x500.X500Principal;
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
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    var pair = generator.generateKeyPair();
    var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
    var csr =
        new JcaPKCS10CertificationRequestBuilder(new X500Principal("CN=x"), pair.getPublic())
            .build(signer);
    var pem = pem(csr.getEncoded());
    var keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry(
        "node", pair.getPrivate(), new char[0], new Certificate[] {ca.signNode(pem, node)});
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, new char[0]);
    return managers;
  }

  private static String pem(byte[] der) {
    var lines = Base64.getMimeEncoder().encodeToString(der);
    return "-----BEGIN CERTIFICATE REQUEST-----\n" + lines + "\n-----END CERTIFICATE REQUEST-----";
  }
}
