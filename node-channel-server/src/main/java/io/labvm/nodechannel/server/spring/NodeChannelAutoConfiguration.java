package io.labvm.nodechannel.server.spring;

import io.labvm.nodechannel.ClusterCa;
import io.labvm.nodechannel.Pem;
import io.labvm.nodechannel.SecretSeal;
import io.labvm.nodechannel.server.NodeChannelConfig;
import io.labvm.nodechannel.server.NodeChannelServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.security.PublicKey;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Gives the application a {@link NodeChannelServer} that lives as long as it does. */
@AutoConfiguration(
    afterName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@ConditionalOnProperty("labvm.node-channel.port")
@EnableConfigurationProperties(NodeChannelProperties.class)
public final class NodeChannelAutoConfiguration {
  @Bean
  NodeChannelServer nodeChannelServer(NodeChannelProperties properties, DataSource dataSource)
      throws IOException {
    return new NodeChannelServer(config(properties), dataSource);
  }

  @Bean
  NodeChannelLifecycle nodeChannelLifecycle(NodeChannelServer server) {
    return new NodeChannelLifecycle(server);
  }

  private static NodeChannelConfig config(NodeChannelProperties properties) throws IOException {
    var password = Files.readString(properties.caPasswordFile()).strip().toCharArray();
    return new NodeChannelConfig(
        new InetSocketAddress(properties.address(), properties.port()),
        ClusterCa.load(properties.caKeystore(), password),
        ticketKey(properties),
        SecretSeal.load(properties.sealKeyFile()),
        properties.receiver(),
        properties.lease());
  }

  private static PublicKey ticketKey(NodeChannelProperties properties) throws IOException {
    return Pem.publicKey("Ed25519", Files.readString(properties.ticketPublicKeyFile()));
  }
}
