package io.labvm.nodechannel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import javax.net.ssl.SSLContext;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/**
 * The authority that nodes and the channel's servers trust (EC P-256).
 *
 * <p>Certificates live ten years: there is no renewal yet, and a node is shut out by its row in the
 * database, not by expiry. Safe for several threads.
 */
public final class ClusterCa {
  private static final String ALIAS = "ca";
  private static final String SIGNATURE = "SHA256withECDSA";
  private static final Duration AUTHORITY_LIFE = Duration.ofDays(365 * 20);
  private static final Duration LEAF_LIFE = Duration.ofDays(365 * 10);

  /** Clocks of nodes may be behind when they join. */
  private static final Duration BACKDATED = Duration.ofDays(1);

  private static final SecureRandom RANDOM = new SecureRandom();

  private final PrivateKey key;
  private final X509Certificate certificate;

  private ClusterCa(PrivateKey key, X509Certificate certificate) {
    this.key = key;
    this.certificate = certificate;
  }

  /** Makes a new authority; it exists in memory until {@link #store} is written to a file. */
  public static ClusterCa create(String name) {
    var pair = newKeyPair();
    var subject = new X500Principal("CN=" + name);
    var builder = builder(subject, subject, pair.getPublic(), AUTHORITY_LIFE);
    try {
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    } catch (CertIOException e) {
      throw new IllegalStateException("cannot describe the cluster CA", e);
    }
    return new ClusterCa(pair.getPrivate(), sign(builder, pair.getPrivate()));
  }

  /**
   * Reads an authority from PKCS#12.
   *
   * @throws IOException when the file is missing, damaged or has another password
   */
  public static ClusterCa load(Path keystore, char[] password) throws IOException {
    try {
      var keys = KeyStore.getInstance(keystore.toFile(), password);
      var key = (PrivateKey) keys.getKey(ALIAS, password);
      var certificate = (X509Certificate) keys.getCertificate(ALIAS);
      if (key == null || certificate == null) {
        throw new IOException("no cluster CA in " + keystore);
      }
      return new ClusterCa(key, certificate);
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot read the cluster CA in " + keystore, e);
    }
  }

  /** This authority as PKCS#12. */
  public byte[] store(char[] password) {
    return pkcs12(ALIAS, key, password, certificate);
  }

  /** The authority's own certificate. */
  public X509Certificate certificate() {
    return certificate;
  }

  /**
   * Signs the key of a node. The names come from {@code node}; those in the request are ignored.
   *
   * @param csr PKCS#10 (PEM)
   * @throws IllegalArgumentException when the request is damaged or does not prove its key
   */
  public X509Certificate signNode(String csr, String node) {
    return signLeaf(requestedKey(csr), Names.node(node), Tls.nodeName(node));
  }

  /**
   * The public key of a request, after its proof of possession was checked.
   *
   * @throws IllegalArgumentException when the request is damaged, unproven, or not an EC key
   */
  public static PublicKey requestedKey(String csr) {
    try {
      var request =
          new JcaPKCS10CertificationRequest(
              new PKCS10CertificationRequest(Pem.unwrap("CERTIFICATE REQUEST", csr)));
      var publicKey = request.getPublicKey();
      var verifier = new JcaContentVerifierProviderBuilder().build(publicKey);
      if (!publicKey.getAlgorithm().equals("EC") || !request.isSignatureValid(verifier)) {
        throw new IllegalArgumentException("the certificate request is not proven by an EC key");
      }
      return publicKey;
    } catch (IOException | GeneralSecurityException | OperatorCreationException | PKCSException e) {
      throw new IllegalArgumentException("not a certificate request", e);
    }
  }

  /**
   * A server's context with a new key named {@code channel.labvm}, made in memory at each start. It
   * shows the CA's certificate too, by which a joining node knows it.
   */
  public SSLContext serverContext() {
    var password = "in-memory".toCharArray();
    return Tls.context(newKeys("channel", Tls.CHANNEL_NAME, password), password, certificate);
  }

  /**
   * A client's context with a new key named {@code ownName}, made in memory at each start. The
   * server must be called {@code serverName}, whatever address is dialled.
   */
  public SSLContext clientContext(String ownName, String serverName) {
    var password = "in-memory".toCharArray();
    var authority = Tls.authority(certificate);
    return Tls.clientContext(
        newKeys(ownName, ownName, password),
        password,
        new NamedServerTrust(authority::checkServerTrusted, serverName));
  }

  /** A new key of a service as PKCS#12; its chain ends in this authority's certificate. */
  public byte[] serviceKeys(String name, char[] password) {
    var pair = newKeyPair();
    var leaf = signLeaf(pair.getPublic(), name, name);
    return pkcs12(name, pair.getPrivate(), password, leaf, certificate);
  }

  private KeyStore newKeys(String commonName, String dnsName, char[] password) {
    var pair = newKeyPair();
    var leaf = signLeaf(pair.getPublic(), commonName, dnsName);
    try {
      var keys = KeyStore.getInstance("PKCS12");
      keys.load(null, null);
      keys.setKeyEntry(ALIAS, pair.getPrivate(), password, new Certificate[] {leaf, certificate});
      return keys;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("cannot make the key of " + dnsName, e);
    }
  }

  private X509Certificate signLeaf(PublicKey publicKey, String commonName, String dnsName) {
    var subject = new X500Principal("CN=" + commonName);
    var issuer = certificate.getSubjectX500Principal();
    var builder = builder(issuer, subject, publicKey, LEAF_LIFE);
    try {
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(
          Extension.extendedKeyUsage,
          false,
          new ExtendedKeyUsage(
              new KeyPurposeId[] {KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth}));
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(new GeneralName(GeneralName.dNSName, dnsName)));
    } catch (CertIOException e) {
      throw new IllegalStateException("cannot describe the certificate of " + dnsName, e);
    }
    return sign(builder, key);
  }

  static KeyPair newKeyPair() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has P-256", e);
    }
  }

  static byte[] pkcs12(String alias, PrivateKey key, char[] password, X509Certificate... chain) {
    try {
      var keys = KeyStore.getInstance("PKCS12");
      keys.load(null, null);
      keys.setKeyEntry(
          alias, key, password, Arrays.copyOf(chain, chain.length, Certificate[].class));
      var bytes = new ByteArrayOutputStream();
      keys.store(bytes, password);
      return bytes.toByteArray();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("cannot write PKCS#12", e);
    }
  }

  private static X509v3CertificateBuilder builder(
      X500Principal issuer, X500Principal subject, PublicKey publicKey, Duration life) {
    var now = Instant.now();
    return new JcaX509v3CertificateBuilder(
        issuer,
        new BigInteger(120, RANDOM).setBit(119),
        Date.from(now.minus(BACKDATED)),
        Date.from(now.plus(life)),
        subject,
        publicKey);
  }

  private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key) {
    try {
      var signer = new JcaContentSignerBuilder(SIGNATURE).build(key);
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException("cannot sign a certificate", e);
    }
  }
}
