package io.labvm.workflows.world;

import io.labvm.contract.desktop.ApprovalDecision;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.desktop.DesktopWorkflowIds;
import io.labvm.contract.desktop.NodeNews;
import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationKind;
import io.labvm.contract.operation.OperationRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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

  private void saveEntity(World world, String scenario) throws IOException {
    write(world, DesktopWorkflowIds.of(world.desktop), "DesktopWorkflow", scenario);
  }

  private void save(World world, String operation, String type, String scenario)
      throws IOException {
    write(world, DesktopWorkflowIds.of(world.desktop, new OperationId(operation)), type, scenario);
  }

  private void write(World world, String workflow, String type, String scenario)
      throws IOException {
    Path file = directory.resolve(type).resolve(scenario + "-" + suffix + ".json");
    Files.createDirectories(file.getParent());
    Files.writeString(file, world.client().fetchHistory(workflow).toJson(true));
  }
}
