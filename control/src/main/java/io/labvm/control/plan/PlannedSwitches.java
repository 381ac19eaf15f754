package io.labvm.control.plan;

import io.labvm.contract.operation.OperationId;
import io.labvm.contract.plan.PlannedSwitch;
import io.labvm.contract.plan.PlannedSwitchWorkflow;
import io.labvm.control.temporal.EndedWorkflows;
import io.labvm.control.temporal.OneRun;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Starts the workflows of planned switches, and tells those that nobody wants any more. */
@Component
class PlannedSwitches {
  private static final Logger log = LoggerFactory.getLogger(PlannedSwitches.class);
  private final WorkflowClient client;
  private final PlanRows rows;
  private final EndedWorkflows ended;

  PlannedSwitches(WorkflowClient client, PlanRows rows, EndedWorkflows ended) {
    this.client = client;
    this.rows = rows;
    this.ended = ended;
  }

  @Scheduled(fixedDelay = 1_000)
  void look() {
    try {
      rows.unknown().forEach(this::start);
      rows.untold().forEach(this::tell);
    } catch (RuntimeException e) {
      log.warn("Planned switches are not looked after now: {}", e.toString()); // server away
    }
  }

  private void start(PlannedSwitch plan) {
    PlannedSwitchWorkflow stub =
        client.newWorkflowStub(
            PlannedSwitchWorkflow.class,
            OneRun.of(id(plan.plan()), plan.desktop())
                .setStaticSummary("Waits to switch desktop " + plan.desktop())
                .setStaticDetails("The switch itself is an operation of the desktop")
                .build());
    var _ = WorkflowClient.start(stub::run, plan);
    rows.note(plan.plan(), "started");
  }

  private void tell(OperationId plan) {
    try {
      client.newWorkflowStub(PlannedSwitchWorkflow.class, id(plan)).cancel();
    } catch (WorkflowNotFoundException e) {
      log.debug("the workflow of planned switch {} has ended", plan, e);
    }
    rows.note(plan, "told");
  }

  /** Those whose workflow an operator has ended. */
  @Scheduled(fixedDelay = 60_000)
  void endAbandoned() {
    ended.each(rows.started(), PlannedSwitches::id, plan -> rows.fail(plan, "ended"));
  }

  private static String id(OperationId plan) {
    return "planned-switch/" + plan;
  }
}
