package io.labvm.placement;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Gives the application its {@link Candidates}. */
@AutoConfiguration(
    afterName = "org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration")
@EnableConfigurationProperties(PlacementProperties.class)
public final class PlacementAutoConfiguration {
  @Bean
  Candidates candidates(JdbcClient database, PlacementProperties properties) {
    return new Candidates(database, properties);
  }
}
