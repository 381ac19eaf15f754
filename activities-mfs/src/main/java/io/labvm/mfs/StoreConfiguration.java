package io.labvm.mfs;

import io.labvm.worker.WorkerIdentity;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans of the store agent. */
@Configuration(proxyBeanMethods = false)
class StoreConfiguration {
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
      StoredDesktops desktops, StoredVersions versions, WorkerIdentity identity) {
    return new StoreActivitiesImpl(desktops, versions, identity.toString(), version());
  }

  /** The same, for the upkeep. */
  @Bean
  StoreCareActivitiesImpl storeCareActivities(StoreProperties properties) {
    return new StoreCareActivitiesImpl(
        new StoreCare(properties.path()), new StoreRoom(properties.path()));
  }

  private static String version() {
    String version = StoreConfiguration.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
