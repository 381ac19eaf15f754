package io.labvm.ui.versions;

import io.labvm.nodechannel.ClusterCa;
import io.labvm.nodechannel.Tls;
import io.labvm.nodechannel.server.spring.NodeChannelProperties;
import io.labvm.ui.PortalProperties;
import io.labvm.ui.problem.ProblemCode;
import io.labvm.ui.problem.ProblemException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Connects to the store agent, with a certificate of the authority that this process has. */
@Configuration(proxyBeanMethods = false)
class StoreReadingConfiguration {
  @Bean
  StoreReading storeReading(PortalProperties portal, ObjectProvider<NodeChannelProperties> channel)
      throws IOException {
    URI url = portal.storeReadingUrl();
    NodeChannelProperties keys = channel.getIfAvailable();
    if (url == null || keys == null) {
      return new NoReading();
    }
    char[] password = Files.readString(keys.caPasswordFile()).strip().toCharArray();
    ClusterCa authority = ClusterCa.load(keys.caKeystore(), password);
    return new ReadingClient(
        url,
        authority.clientContext(Tls.PORTAL_NAME, Tls.STORE_NAME),
        new ReadingClient.Words("version", "store"));
  }

  /** An installation whose store agent lets nobody read. */
  private static final class NoReading implements StoreReading {
    @Override
    public byte[] document(String path) {
      throw unavailable();
    }

    @Override
    public Content content(String path, @Nullable String range) {
      throw unavailable();
    }

    private static ProblemException unavailable() {
      return ProblemException.of(
          ProblemCode.UNAVAILABLE, "Versions cannot be read in this installation.");
    }
  }
}
