package io.labvm.worker;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Weakest property source of every worker: switches the starter's own start of workers off, since
 * it ends the application when Temporal is not there yet.
 *
 * @see TemporalWorkers
 */
final class WorkerDefaults implements EnvironmentPostProcessor {
  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    environment
        .getPropertySources()
        .addLast(
            new MapPropertySource(
                "labvmWorkerDefaults", Map.of("spring.temporal.start-workers", "false")));
  }
}
