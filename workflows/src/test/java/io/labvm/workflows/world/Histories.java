package io.labvm.workflows.world;

import io.labvm.contract.TaskQueues;
import io.labvm.contract.desktop.ApprovalDecision;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.desktop.DesktopWorkflowIds;
import io.labvm.contract.desktop.Limits;
import io.labvm.contract.desktop.NodeNews;
import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.operation.FromVersion;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationKind;
import io.labvm.contract.operation.OperationRequest;
import io.labvm.contract.plan.PlannedSwitchWorkflow;
import io.labvm.contract.storage.MaintenanceKind;
import io.labvm.contract.storage.MaintenanceRequest;
import io.labvm.contract.storage.StoreMaintenanceWorkflow;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Records the histories that the replay test replays. Run by hand when workflows get a new shape:
 * then it writes files of a new name, and the old ones stay as they are.
 */
public final class Histories {
  private final Path directory;
  private final String suffix;

  private Histories(Path directory, String suffix) {
    this.directory = directory;
    this.suffix = suffix;
  }

  /** Arguments: the directory {@code histories}, and the name of the shape. */
  public static void main(String[] arguments) throws IOException {
    new Histories(Path.of(arguments[0]), arguments[1]).record();
  }

  private void record() throws IOException {
    try (World world = World.start()) {
      wholeLife(world);
    }
    try (World world = World.start()) {
      approvedAndUndone(world);
    }
    try (World world = World.start()) {
      lost(world);
    }
    try (World world = World.start()) {
      travelled(world);
    }
    try (World world = World.start()) {
      switched(world);
    }
    try (World world = World.start()) {
      planned(world);
    }
    try (World world = World.start()) {
      watched(world);
    }
    try (World world = World.start()) {
      limited(world);
    }
    try (World world = World.start()) {
      shownLater(world);
    }
    try (World world = World.start()) {
      partlyPruned(world);
    }
    try (World world = World.start()) {
      forkGoneBack(world);
    }
    try (World world = World.start()) {
      bornElsewhere(world);
    }
    try (World world = World.start()) {
      leftALostNode(world);
    }
    try (World world = World.start()) {
      cancelledBeforeTheStop(world);
    }
    try (World world = World.start()) {
      failedAndFoundAgain(world);
    }
  }

  private void wholeLife(World world) throws IOException {
    world.givenStoppedDesktop();
    var entity = world.entity();
    entity.start(World.request("start", OperationKind.START));
    world.awaitPhase(DesktopPhase.RUNNING);
    world.n1.changes.set(3);
    entity.backup(World.request("backup", OperationKind.BACKUP));
    entity.restartSession(World.request("session", OperationKind.RESTART_SESSION));
    entity.rotateSecret(World.request("secret", OperationKind.ROTATE_SECRET));
    world.ended("secret");
    entity.delete(World.request("del", OperationKind.DELETE));
    world.ended("del");
    entity.run(entity.state());
    saveEntity(world, "whole-life");
    save(world, "reg", "RegisterDesktopWorkflow", "runs");
    save(world, "stop", "StopDesktopWorkflow", "runs");
    save(world, "start", "StartDesktopWorkflow", "runs");
    save(world, "backup", "BackupDesktopWorkflow", "runs");
    save(world, "session", "RestartSessionWorkflow", "runs");
    save(world, "secret", "RotateSecretWorkflow", "runs");
    save(world, "del", "DeleteDesktopWorkflow", "runs");
  }

  private void approvedAndUndone(World world) throws IOException {
    world.faults.loseAnswer("Node.PrepareRoot", 1);
    world.faults.fail("Node.AwaitVnc", FailureCode.NO_VNC_ANSWER, 10);
    world.register("reg", true);
    world.awaitStep("reg", "approval");
    world.entity().decide(new ApprovalDecision(new OperationId("reg"), true, ""));
    world.ended("reg");
    world.awaitPhase(DesktopPhase.FAILED);
    saveEntity(world, "undone");
    save(world, "reg", "RegisterDesktopWorkflow", "undone");
  }

  private void lost(World world) throws IOException {
    world.givenRunningDesktop();
    world.store.staged = 1;
    world.entity().noteNode(new NodeNews(World.N1, true));
    world.awaitPhase(DesktopPhase.NODE_LOST);
    world.control.placeOn(World.N2);
    world
        .entity()
        .switchNode(OperationRequest.switching(new OperationId("away"), "account-1", null));
    world.ended("away");
    world.awaitPhase(DesktopPhase.RUNNING);
    saveEntity(world, "lost");
    save(world, "away", "StartElsewhereWorkflow", "runs");
  }

  private void travelled(World world) throws IOException {
    world.givenRunningDesktop();
    var copy = new FromVersion(1, "/home/data", FromVersion.Mode.BESIDE);
    world.entity().copyBack(from("copy", OperationKind.COPY_BACK, copy));
    world.ended("copy");
    world.entity().restore(from("back", OperationKind.RESTORE, FromVersion.whole(1)));
    world.ended("back");
    world.faults.fail("Node.PrepareRoot", FailureCode.DAMAGED, 1);
    world.entity().restore(from("undone", OperationKind.RESTORE, FromVersion.whole(1)));
    world.ended("undone");
    saveEntity(world, "travelled");
    save(world, "copy", "CopyBackWorkflow", "runs");
    save(world, "back", "RestoreVersionWorkflow", "runs");
    save(world, "undone", "RestoreVersionWorkflow", "undone");
  }

  private void switched(World world) throws IOException {
    world.givenRunningDesktop();
    switchTo(world, "there", World.N2, DesktopPhase.RUNNING);
    world.faults.fail("Node.PrepareRoot", FailureCode.DAMAGED, 1);
    switchTo(world, "undone", World.N1, DesktopPhase.RUNNING);
    saveEntity(world, "switched");
    save(world, "there", "SwitchNodeWorkflow", "runs");
    save(world, "undone", "SwitchNodeWorkflow", "undone");
  }

  private void planned(World world) throws IOException {
    var later = new OperationId("later");
    end(world.plan(later, world.now() + Duration.ofHours(9).toMillis()));
    savePlan(world, later, "at");
    world.plans.busy = true;
    world.plans.unused = true;
    var idle = new OperationId("idle");
    var waiting = world.plan(idle, null);
    world.skip(Duration.ofMinutes(14));
    world.plans.unused = false;
    world.skip(Duration.ofMinutes(2));
    world.plans.busy = false;
    world.plans.unused = true;
    end(waiting);
    savePlan(world, idle, "unused");
    var never = new OperationId("never");
    var unwanted = world.plan(never, world.now() + Duration.ofDays(3).toMillis());
    world.skip(Duration.ofHours(1));
    unwanted.cancel();
    end(unwanted);
    savePlan(world, never, "cancelled");
  }

  private static void end(PlannedSwitchWorkflow plan) {
    String _ = WorkflowStub.fromTyped(plan).getResult(String.class);
  }

  private void watched(World world) throws IOException {
    world.idleness.period = Duration.ofHours(30);
    world.idleness.usedMillis = world.now();
    world.idleness.busy = true;
    var watch = world.watch();
    world.skip(Duration.ofHours(2));
    watch.look();
    world.skip(Duration.ofHours(28).plusMinutes(3));
    world.idleness.busy = false;
    String _ = WorkflowStub.fromTyped(watch).getResult(String.class);
    write(world, World.WATCH, "IdlenessWorkflow", "stopped");
  }

  private void limited(World world) throws IOException {
    world.givenRunningDesktop();
    limit(world, "more", new Limits(2000, 4L << 30, 900, 1L << 30));
    world.faults.fail("Node.ApplyLimits", FailureCode.MEMORY_IN_USE, 1);
    limit(world, "undone", new Limits(500, 64L << 20, 100, 0));
    saveEntity(world, "limited");
    save(world, "more", "ChangeLimitsWorkflow", "runs");
    save(world, "undone", "ChangeLimitsWorkflow", "undone");
  }

  private void shownLater(World world) throws IOException {
    world.givenRunningDesktop();
    world.faults.fail("Store.VerifyVersion", FailureCode.DAMAGED, 1);
    for (String id : new String[] {"torn", "shown", "nothing"}) {
      world.entity().backup(World.request(id, OperationKind.BACKUP));
      world.ended(id);
    }
    save(world, "shown", "BackupDesktopWorkflow", "shown-later");
    save(world, "nothing", "BackupDesktopWorkflow", "nothing-new");
  }

  private void forkGoneBack(World world) throws IOException {
    world.givenRunningFork();
    world.entity().restore(from("back", OperationKind.RESTORE, FromVersion.whole(0)));
    world.ended("back");
    save(world, "back", "RestoreVersionWorkflow", "fork");
  }

  private void partlyPruned(World world) throws IOException {
    world.upkeep.desktops.add(world.desktop);
    world.upkeep.desktops.add(new DesktopId("torn"));
    world.faults.fail("prune@torn", FailureCode.STORE_UNAVAILABLE, 100);
    String id = MaintenanceKind.PRUNE.schedule();
    String _ =
        world
            .client()
            .newWorkflowStub(
                StoreMaintenanceWorkflow.class,
                WorkflowOptions.newBuilder()
                    .setTaskQueue(TaskQueues.WORKFLOWS)
                    .setWorkflowId(id)
                    .build())
            .run(MaintenanceRequest.scheduled(MaintenanceKind.PRUNE));
    write(world, id, "StoreMaintenanceWorkflow", "partly-failed");
  }

  private void bornElsewhere(World world) throws IOException {
    world.faults.onNext(
        "Node.RunContainer",
        () -> {
          world.control.placeOn(World.N2);
          dies(world);
        });
    world.register("reg", false);
    world.ended("reg");
    world.awaitPhase(DesktopPhase.RUNNING);
    saveEntity(world, "born-elsewhere");
    save(world, "reg", "RegisterDesktopWorkflow", "another-node");
  }

  private static void dies(World world) {
    world.control.dead.add(World.N1);
    world.n1.hang();
    world.n1.loseContainers();
    world.n1.mounted.clear();
  }

  private void leftALostNode(World world) throws IOException {
    world.givenStoppedDesktop();
    dies(world);
    switchTo(world, "away", World.N2, DesktopPhase.STOPPED);
    world.entity().start(World.request("start", OperationKind.START));
    world.ended("start");
    world.awaitPhase(DesktopPhase.RUNNING);
    saveEntity(world, "left-a-lost-node");
    save(world, "away", "SwitchNodeWorkflow", "from-a-lost-node");
  }

  private void cancelledBeforeTheStop(World world) throws IOException {
    world.givenRunningDesktop();
    world.faults.onNext(
        "NodeIo.FetchLayers",
        () -> {
          world.entity().abort(new OperationId("there"));
          world.awaitCancelOfActivity("there");
        });
    switchTo(world, "there", World.N2, DesktopPhase.RUNNING);
    save(world, "there", "SwitchNodeWorkflow", "not-halted");
  }

  private void failedAndFoundAgain(World world) throws IOException {
    world.givenRunningDesktop();
    world.faults.fail("Node.RemoveContainer", FailureCode.CONTAINER_FAILED, 100);
    world.entity().stop(World.request("stop", OperationKind.STOP));
    world.ended("stop");
    world.awaitPhase(DesktopPhase.FAILED);
    world.entity().noteNode(new NodeNews(World.N1, true));
    world.awaitPhase(DesktopPhase.NODE_LOST);
    world.entity().noteNode(new NodeNews(World.N1, false));
    world.awaitPhase(DesktopPhase.RUNNING);
    saveEntity(world, "failed-and-found-again");
  }

  private static void limit(World world, String operation, Limits limits) {
    world
        .entity()
        .changeLimits(OperationRequest.limiting(new OperationId(operation), "account-1", limits));
    world.ended(operation);
    world.awaitPhase(DesktopPhase.RUNNING);
  }

  private static void switchTo(World world, String operation, NodeId node, DesktopPhase then) {
    world.control.placeOn(node);
    world
        .entity()
        .switchNode(OperationRequest.switching(new OperationId(operation), "account-1", node));
    world.ended(operation);
    world.awaitPhase(then);
  }

  private static OperationRequest from(String id, OperationKind kind, FromVersion from) {
    return new OperationRequest(new OperationId(id), kind, "account-1", false, from);
  }

  private void saveEntity(World world, String scenario) throws IOException {
    write(world, DesktopWorkflowIds.of(world.desktop), "DesktopWorkflow", scenario);
  }

  private void save(World world, String operation, String type, String scenario)
      throws IOException {
    write(world, DesktopWorkflowIds.of(world.desktop, new OperationId(operation)), type, scenario);
  }

  private void savePlan(World world, OperationId plan, String scenario) throws IOException {
    write(world, World.workflowId(plan), "PlannedSwitchWorkflow", scenario);
  }

  private void write(World world, String workflow, String type, String scenario)
      throws IOException {
    Path file = directory.resolve(type).resolve(scenario + "-" + suffix + ".json");
    Files.createDirectories(file.getParent());
    Files.writeString(file, world.client().fetchHistory(workflow).toJson(true));
  }
}
