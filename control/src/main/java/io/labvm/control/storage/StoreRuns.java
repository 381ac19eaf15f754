package io.labvm.control.storage;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.storage.MaintenanceRequest;
import io.labvm.contract.storage.StoreMaintenanceWorkflow;
import io.labvm.control.temporal.EndedWorkflows;
import io.labvm.control.temporal.OneRun;
import io.temporal.client.WorkflowClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Starts the runs that people or growing stacks ask for, and ends those that nobody runs. */
@Component
public class StoreRuns {
  /** Beyond this a stack slows a first look for each name; the store agent looks what to fold. */
  private static final int LONG_STACK = 3;

  private static final Logger log = LoggerFactory.getLogger(StoreRuns.class);
  private final WorkflowClient client;
  private final Runs runs;
  private final StorageProperties properties;
  private final EndedWorkflows ended;

  StoreRuns(WorkflowClient client, Runs runs, StorageProperties properties, EndedWorkflows ended) {
    this.ended = ended;
    this.client = client;
    this.runs = runs;
    this.properties = properties;
  }

  /** Asks for a fold when a desktop's stack has grown long. Idempotent. */
  public void stackGrew(DesktopId desktop, int layers) {
    if (layers > LONG_STACK) {
      start("store/fold/" + desktop, MaintenanceRequest.fold(desktop), "Shortens the stack");
    }
  }

  @Scheduled(fixedDelay = 1_000)
  void startWanted() {
    for (Runs.Wanted wanted : runs.wanted()) {
      var request = MaintenanceRequest.asked(wanted.kind(), wanted.run(), wanted.requestedBy());
      try {
        start(wanted.kind().schedule() + "/" + wanted.run(), request, "Asked for by hand");
      } catch (RuntimeException e) {
        log.warn("Maintenance {} not started yet: {}", wanted.run(), e.toString());
        return; // the server is away
      }
    }
  }

  private void start(String id, MaintenanceRequest request, String summary) {
    StoreMaintenanceWorkflow stub =
        client.newWorkflowStub(
            StoreMaintenanceWorkflow.class, OneRun.of(id).setStaticSummary(summary).build());
    var ignored = WorkflowClient.start(stub::run, request);
  }

  @Scheduled(fixedDelay = 60_000)
  void endSilent() {
    ended.each(
        runs.silent(),
        Runs.Open::workflow,
        open -> runs.end(open.run(), "it was ended from outside"));
    runs.forget(properties.kept().toDays());
  }
}
