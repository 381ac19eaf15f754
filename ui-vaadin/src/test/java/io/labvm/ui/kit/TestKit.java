package io.labvm.ui.kit;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What tests put into the portal. */
@TestConfiguration(proxyBeanMethods = false)
public class TestKit {
  @Bean
  MovableClock clock() {
    return new MovableClock();
  }

  @Bean
  Lab lab(JdbcClient jdbc, MovableClock clock) {
    return new Lab(jdbc, clock);
  }
}
