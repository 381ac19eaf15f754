package io.labvm.control.node;

import io.labvm.control.Rows;
import java.time.Duration;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Makes what tests of other packages need. */
public final class LivenessTestKit {
  private LivenessTestKit() {}

  /** One that has listened to beacons for long and never hears a worker. */
  public static NodeLiveness ofBeacons(JdbcClient database) {
    return new NodeLiveness(
        database, _ -> Optional.empty(), Rows.properties(), () -> Duration.ofHours(1));
  }
}
