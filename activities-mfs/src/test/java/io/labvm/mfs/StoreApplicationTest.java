package io.labvm.mfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.contract.TaskQueues;
import io.labvm.worker.WorkerProperties;
import io.temporal.worker.WorkerFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The application with its own application.yaml; no Temporal is there, so no worker starts. */
class StoreApplicationTest {
  @Test
  void startsWithDefaults() {
    try (var app = start()) {
      assertThat(app.getBean(StoreProperties.class))
          .isEqualTo(new StoreProperties(Path.of("/var/lib/labvm/store"), null));
      assertThat(app.getBean(WorkerProperties.class).name()).isEqualTo("store");
      assertThat(app.getBean(WorkerFactory.class).getWorker(TaskQueues.STORE)).isNotNull();
    }
  }

  @Test
  void mapsEveryKey() {
    try (var app = start("--labvm.store.path=/elsewhere")) {
      assertThat(app.getBean(StoreProperties.class))
          .isEqualTo(new StoreProperties(Path.of("/elsewhere"), null));
    }
  }

  private static ConfigurableApplicationContext start(String... arguments) {
    return SpringApplication.run(StoreApplication.class, arguments);
  }
}
