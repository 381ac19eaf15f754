package io.labvm.node;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The node agent's process. Needs root. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
public class NodeApplication {
  public static void main(String[] args) {
    SpringApplication.run(NodeApplication.class, args);
  }
}
