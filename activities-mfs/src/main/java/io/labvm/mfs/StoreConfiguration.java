package io.labvm.mfs;

import io.labvm.layers.durable.FaultPoint;
import io.labvm.mfs.reading.VersionReading;
import io.labvm.nodechannel.Tls;
import io.labvm.nodechannel.reading.ReadingServer;
import io.labvm.worker.FaultPoints;
import io.labvm.worker.WorkerIdentity;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.Objects;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans of the store agent. */
@Configuration(proxyBeanMethods = false)
class StoreConfiguration {
  @Bean
  StoreWork storeWork(StoreProperties properties) {
    return new StoreWork(properties.path());
  }

  @Bean
  StoredDesktops storedDesktops(StoreProperties properties) {
    return new StoredDesktops(properties.path());
  }

  @Bean
  StoredVersions storedVersions(StoreProperties properties) {
    return new StoredVersions(properties.path());
  }

  /** Named in application.yaml as what the queue {@code store} runs. */
  @Bean
  StoreActivitiesImpl storeActivities(
      StoreWork work, StoredDesktops desktops, StoredVersions versions, WorkerIdentity identity) {
    return new StoreActivitiesImpl(work, desktops, versions, identity.toString(), version());
  }

  /** The same, for the upkeep. */
  @Bean
  StoreCareActivitiesImpl storeCareActivities(StoreWork work, StoreProperties properties) {
    return new StoreCareActivitiesImpl(
        work, new StoreCare(properties.path()), new StoreRoom(properties.path()));
  }

  /** Lets the portal read versions, where the installation wants that. */
  @Bean(initMethod = "start", destroyMethod = "close")
  @ConditionalOnProperty("labvm.store.reading.port")
  ReadingServer readingServer(StoreProperties properties) throws IOException {
    StoreProperties.Reading reading = Objects.requireNonNull(properties.reading());
    char[] password = Files.readString(reading.passwordFile()).strip().toCharArray();
    return new ReadingServer(
        new InetSocketAddress(reading.address(), reading.port()),
        Tls.serviceContext(reading.keystore(), password),
        new VersionReading(properties.path()));
  }

  /** A test may hold the layer engine at its own points, as it may hold activities. */
  @Bean
  @ConditionalOnProperty("labvm.fault-points-dir")
  FaultPoint.Action engineFaultPoints(FaultPoints points) {
    FaultPoint.Action action = points::pass;
    FaultPoint.onReach(action);
    return action;
  }

  private static String version() {
    String version = StoreConfiguration.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
