package io.labvm.gateway;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The gateway's process; see {@link Gateway} for what runs in it. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class GatewayApplication {
  /** Runs until it is stopped. */
  public static void main(String[] arguments) {
    SpringApplication.run(GatewayApplication.class, arguments);
  }
}
