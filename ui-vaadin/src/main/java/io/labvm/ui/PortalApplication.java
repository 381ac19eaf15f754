package io.labvm.ui;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The portal: pages, REST API, browser bridge, internal API, and one receiver of node beacons. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
@EnableScheduling
public class PortalApplication {
  /** Starts the portal; migrates the database first. Runs, and recovers, without Temporal. */
  public static void main(String[] arguments) {
    SpringApplication.run(PortalApplication.class, arguments);
  }
}
