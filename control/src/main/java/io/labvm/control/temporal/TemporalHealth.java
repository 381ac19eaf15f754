package io.labvm.control.temporal;

import io.labvm.worker.TemporalWorkers;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Up when workflows can be worked on. */
@Component("temporal")
class TemporalHealth implements HealthIndicator {
  private final TemporalWorkers workers;
  private final ServerSetup setup;

  TemporalHealth(TemporalWorkers workers, ServerSetup setup) {
    this.workers = workers;
    this.setup = setup;
  }

  @Override
  public Health health() {
    boolean up = workers.started() && setup.done();
    return (up ? Health.up() : Health.down())
        .withDetail("workers", workers.started())
        .withDetail("setUp", setup.done())
        .build();
  }
}
