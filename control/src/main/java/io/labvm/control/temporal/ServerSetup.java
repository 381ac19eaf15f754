package io.labvm.control.temporal;

import com.google.protobuf.Duration;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.labvm.contract.LabVmSearchAttributes;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.RegisterNamespaceRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Makes namespace and search attributes, so that a fresh server needs no steps by hand. Repeated
 * until it worked: the server may come after this application.
 */
@Component
class ServerSetup implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(ServerSetup.class);
  private static final long RETRY_MILLIS = 1_000;

  /** How long ended workflows can be looked at; the pages have their own memory. */
  private static final Duration RETENTION =
      Duration.newBuilder().setSeconds(java.time.Duration.ofDays(3).toSeconds()).build();

  private final WorkflowClient client;
  private volatile boolean done;
  private @Nullable Thread thread;

  ServerSetup(WorkflowClient client) {
    this.client = client;
  }

  /** True once the server has all that is needed. */
  boolean done() {
    return done;
  }

  @Override
  public void start() {
    thread = Thread.ofVirtual().name("temporal-setup").start(this::setUpWhenReachable);
  }

  @Override
  public void stop() {
    if (thread != null) {
      thread.interrupt();
      thread = null;
    }
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }

  private void setUpWhenReachable() {
    while (!done) {
      try {
        setUp();
        done = true;
        return;
      } catch (StatusRuntimeException e) {
        if (e.getStatus().getCode() == Status.Code.ALREADY_EXISTS) {
          done = true;
          return;
        }
        log.info("Temporal is not set up yet: {}", e.getStatus());
      }
      try {
        Thread.sleep(RETRY_MILLIS);
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  /** Adding what the server has already changes nothing. */
  private void setUp() {
    makeNamespace();
    OperatorServiceStubs operator =
        OperatorServiceStubs.newServiceStubs(
            OperatorServiceStubsOptions.newBuilder()
                .setChannel(client.getWorkflowServiceStubs().getRawChannel())
                .validateAndBuildWithDefaults());
    operator
        .blockingStub()
        .addSearchAttributes(
            AddSearchAttributesRequest.newBuilder()
                .setNamespace(namespace())
                .putAllSearchAttributes(
                    LabVmSearchAttributes.all().stream()
                        .collect(Collectors.toMap(key -> key.getName(), key -> key.getValueType())))
                .build());
  }

  private void makeNamespace() {
    var service = client.getWorkflowServiceStubs().blockingStub();
    try {
      service.describeNamespace(
          DescribeNamespaceRequest.newBuilder().setNamespace(namespace()).build());
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.NOT_FOUND) {
        throw e;
      }
      service.registerNamespace(
          RegisterNamespaceRequest.newBuilder()
              .setNamespace(namespace())
              .setWorkflowExecutionRetentionPeriod(RETENTION)
              .build());
      log.info("Namespace {} made", namespace());
    }
  }

  private String namespace() {
    return client.getOptions().getNamespace();
  }
}
