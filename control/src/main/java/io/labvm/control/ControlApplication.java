package io.labvm.control;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Starts the control application. */
@EnableScheduling
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
public class ControlApplication {
  /** Runs until it is stopped. */
  public static void main(String[] args) {
    SpringApplication.run(ControlApplication.class, args);
  }
}
