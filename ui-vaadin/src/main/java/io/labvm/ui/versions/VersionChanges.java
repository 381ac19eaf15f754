package io.labvm.ui.versions;

import io.labvm.contract.store.NoteVersion;
import io.labvm.contract.store.RemoveVersion;

/**
 * Changes versions where they are, in the store. Both wait for the end.
 *
 * @see io.labvm.contract.store.NoteVersionWorkflow
 */
public interface VersionChanges {
  /**
   * Notes a label or a pin.
   *
   * @throws io.labvm.ui.problem.ProblemException NOT_FOUND, UNAVAILABLE
   */
  void note(NoteVersion request);

  /**
   * Removes a version.
   *
   * @throws io.labvm.ui.problem.ProblemException VERSION_IN_USE, UNAVAILABLE
   */
  void remove(RemoveVersion request);
}
