package io.labvm.worker;

import io.labvm.contract.LabVmDataConverter;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.DataConverter;
import io.temporal.spring.boot.TemporalOptionsCustomizer;
import io.temporal.spring.boot.WorkerOptionsCustomizer;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/** Gives the Temporal starter what all processes of labVm share. */
@AutoConfiguration(
    afterName = "io.temporal.spring.boot.autoconfigure.RootNamespaceAutoConfiguration")
@EnableConfigurationProperties(WorkerProperties.class)
public final class LabVmWorkerAutoConfiguration {
  /** Progress older than this is useless to a page; the SDK's own limit is 60 s. */
  private static final Duration HEARTBEAT_THROTTLE = Duration.ofSeconds(3);

  @Bean
  DataConverter mainDataConverter() {
    return LabVmDataConverter.create();
  }

  @Bean
  WorkerIdentity workerIdentity(WorkerProperties properties) {
    return WorkerIdentity.random(properties.name());
  }

  @Bean
  TemporalOptionsCustomizer<WorkflowClientOptions.Builder> labVmClientOptions(
      WorkerIdentity identity, WorkerProperties properties) {
    return options ->
        options
            .setIdentity(identity.toString())
            .setWorkerHeartbeatInterval(properties.heartbeatInterval());
  }

  /** Workflow threads only: activities make system calls that pin their carrier thread. */
  @Bean
  TemporalOptionsCustomizer<WorkerFactoryOptions.Builder> labVmFactoryOptions(
      WorkerProperties properties) {
    return options ->
        options
            .setUsingVirtualWorkflowThreads(true)
            .setWorkflowCacheSize(properties.workflowCache())
            .setMaxWorkflowThreadCount(properties.workflowCache() * 4);
  }

  @Bean
  WorkerOptionsCustomizer labVmWorkerOptions(WorkerProperties properties) {
    return (options, _, _) ->
        options
            .setMaxConcurrentActivityExecutionSize(properties.activitySlots())
            .setMaxHeartbeatThrottleInterval(HEARTBEAT_THROTTLE)
            .setDefaultHeartbeatThrottleInterval(HEARTBEAT_THROTTLE);
  }

  @Bean
  @Order(1)
  @ConditionalOnProperty("labvm.fault-points-dir")
  FaultPoints faultPoints(Environment environment) {
    return new FaultPoints(Path.of(environment.getRequiredProperty("labvm.fault-points-dir")));
  }

  /** The outermost interceptor: an activity held at a fault point still shows signs of life. */
  @Bean
  @Order(2)
  SignsOfLife signsOfLife() {
    return new SignsOfLife();
  }

  @Bean
  @ConditionalOnBean(WorkerFactory.class)
  TemporalWorkers labVmTemporalWorkers(WorkerFactory factory, WorkerProperties properties) {
    return new TemporalWorkers(factory, properties);
  }
}
