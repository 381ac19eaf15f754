package io.labvm.contract.store;

import io.labvm.contract.desktop.DesktopId;
import io.temporal.activity.ActivityInterface;

/**
 * Work of the store agent, queue {@link io.labvm.contract.TaskQueues#STORE}. All are idempotent by
 * desktop and operation. Fail with STORE_UNAVAILABLE, NO_SPACE, DAMAGED, UNSUPPORTED, UNKNOWN_BASE.
 */
@ActivityInterface(namePrefix = "Store.")
public interface StoreActivities {
  /** Records a desktop and its version 0, the bare base. Undone by {@link #deleteDesktop}. */
  StoredDesktop createDesktop(CreateDesktop request);

  /**
   * Records a desktop whose version 0 shows a version of another. Undone by {@link #deleteDesktop}.
   * Fails with WRONG_STATE when there is no such version.
   */
  StoredDesktop fork(ForkStored request);

  /**
   * Publishes the next epoch; the same operation asking again gets the same epoch. Chooses the
   * upper too, when asked.
   */
  TakenEpoch takeEpoch(TakeEpoch request);

  /** Reads the newest epoch; WRONG_STATE when none was taken or there is no such desktop. */
  EpochHolder holder(DesktopId desktop);

  /** Moves the desktop to the trash; safe when it does not exist. */
  void deleteDesktop(DeleteStoredDesktop request);

  /**
   * Makes a version of what the node's capture shipped; read back before it is listed. Without
   * changes the answer is the newest version. Fails with WRONG_STATE when the chain does not
   * continue the newest version.
   */
  SealedVersion seal(SealDesktop request);

  /** The images a version is mounted of; the shortest stack that shows it. */
  StoredStack stack(StackOf request);

  /**
   * Makes the next version, with the stack of an old one; no upper goes on from it. Fails with
   * WRONG_STATE when there is no such version, and while changes were shipped that no version
   * holds.
   */
  SealedVersion restore(RestoreStored request);

  /** Reads a version's documents and the structure of its layers; DAMAGED when one is not sound. */
  void verifyVersion(VerifyVersion request);

  /** Notes a label or a pin; WRONG_STATE when there is no such version. Repeatable. */
  NotedVersion noteVersion(NoteVersion request);

  /**
   * Moves a version to the trash; safe when it is not there. WRONG_STATE for the newest, a pinned
   * one, and the one an upper stands on.
   */
  void removeVersion(RemoveVersion request);

  /** Answers at once, after one read of the store's FORMAT. */
  StorePing ping();
}
