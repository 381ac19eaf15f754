package io.labvm.control.idleness;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.idleness.IdlenessWorkflow;
import io.labvm.control.temporal.EndedWorkflows;
import io.labvm.control.temporal.OneRun;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Notes who is used, starts the workflows that wait, and tells them of another policy. */
@Component
class IdlenessWatches {
  private static final Logger log = LoggerFactory.getLogger(IdlenessWatches.class);
  private final WorkflowClient client;
  private final IdlenessRows rows;
  private final EndedWorkflows ended;

  IdlenessWatches(WorkflowClient client, IdlenessRows rows, EndedWorkflows ended) {
    this.client = client;
    this.rows = rows;
    this.ended = ended;
  }

  @Scheduled(fixedDelay = 60_000)
  void lookAtAll() {
    rows.lookAtAll();
  }

  @Scheduled(fixedDelay = 5_000)
  void look() {
    try {
      rows.takeBack();
      rows.unwatched().forEach(this::start);
      rows.untold().forEach(this::tell);
    } catch (RuntimeException e) {
      log.warn("Unused desktops are not looked after now: {}", e.toString()); // server away
    }
  }

  private void start(DesktopId desktop) {
    IdlenessWorkflow stub =
        client.newWorkflowStub(
            IdlenessWorkflow.class,
            OneRun.of(id(desktop), desktop)
                .setStaticSummary("Stops desktop " + desktop + " when it is unused for long")
                .setStaticDetails("The stop itself is an operation of the desktop")
                .build());
    var _ = WorkflowClient.start(stub::run, desktop);
    rows.note(desktop, true);
  }

  private void tell(DesktopId desktop) {
    try {
      client.newWorkflowStub(IdlenessWorkflow.class, id(desktop)).look();
      rows.note(desktop, true);
    } catch (WorkflowNotFoundException e) {
      log.debug("the workflow of desktop {} has ended", desktop, e);
      rows.note(desktop, false);
    }
  }

  /** Those whose workflow has ended without a word, by an operator for instance. */
  @Scheduled(fixedDelay = 600_000)
  void lookForAbandoned() {
    ended.each(rows.watched(), IdlenessWatches::id, desktop -> rows.note(desktop, false));
  }

  private static String id(DesktopId desktop) {
    return "idleness/" + desktop;
  }
}
