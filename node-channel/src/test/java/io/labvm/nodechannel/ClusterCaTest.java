package io.labvm.nodechannel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterCaTest {
  private final ClusterCa authority = ClusterCa.create("test");

  @TempDir Path directory = Path.of("");

  @Test
  void namesTheNodeItWasToldAndNotTheOneInTheRequest() throws Exception {
    var signed = authority.signNode(request("CN=somebody-else"), "n1");

    signed.verify(authority.certificate().getPublicKey());
    assertThat(NodeIdentity.commonName(signed)).isEqualTo("n1");
    assertThat(Tls.dnsNames(signed)).containsExactly("n1.node.labvm");
    assertThat(signed.getBasicConstraints()).isEqualTo(-1);
  }

  @Test
  void refusesARequestThatIsNotProven() throws Exception {
    var one = ClusterCa.newKeyPair();
    var other = ClusterCa.newKeyPair();
    var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(other.getPrivate());
    var csr =
        new JcaPKCS10CertificationRequestBuilder(new X500Principal("CN=x"), one.getPublic())
            .build(signer);
    var pem = Pem.wrap("CERTIFICATE REQUEST", csr.getEncoded());

    assertThatThrownBy(() -> authority.signNode(pem, "n1"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> authority.signNode("garbage", "n1"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void isTheSameAfterReadingItBack() throws IOException {
    var file = directory.resolve("ca.p12");
    Files.write(file, authority.store("pw".toCharArray()));

    assertThat(ClusterCa.load(file, "pw".toCharArray()).certificate())
        .isEqualTo(authority.certificate());
    assertThatThrownBy(() -> ClusterCa.load(file, "no".toCharArray()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void tokensNameTheirCluster() {
    var token = JoinToken.mint(authority.certificate());

    assertThat(token.authorityFingerprint())
        .isEqualTo(JoinToken.fingerprint(authority.certificate()));
    assertThat(token.toString()).doesNotContain(token.value());
    assertThatThrownBy(() -> new JoinToken("../x")).isInstanceOf(IllegalArgumentException.class);
  }

  private static String request(String subject)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    var pair = ClusterCa.newKeyPair();
    var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
    var csr =
        new JcaPKCS10CertificationRequestBuilder(new X500Principal(subject), pair.getPublic())
            .build(signer);
    return Pem.wrap("CERTIFICATE REQUEST", csr.getEncoded());
  }
}
