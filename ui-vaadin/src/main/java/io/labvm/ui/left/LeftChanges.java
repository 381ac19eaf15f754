package io.labvm.ui.left;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.operation.FromVersion;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.operations.Accepted;
import io.labvm.ui.operations.RequestKey;
import io.labvm.ui.problem.ProblemException;
import io.labvm.ui.versions.FolderPage;
import io.labvm.ui.versions.StoreReading.Content;
import io.labvm.ui.versions.VersionPath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an owner does with left-behind changes. A foreign desktop is unknown to a member.
 *
 * <p>Every call throws {@link ProblemException}: NOT_FOUND for the desktop or the changes, and
 * those that ask a node UNAVAILABLE when it does not answer.
 */
public interface LeftChanges {
  /** Those of a desktop, the newest first, as the nodes last told. */
  List<LeftView> of(Caller caller, DesktopId desktop);

  /**
   * Names of a folder, page by page.
   *
   * @param after what the page before gave as next
   * @throws ProblemException also NOT_A_FOLDER
   */
  FolderPage folder(Caller caller, LeftPlace left, VersionPath path, @Nullable String after);

  /**
   * A file; the caller closes it.
   *
   * @param range header Range; null for all
   * @throws ProblemException also NOT_A_FILE
   */
  Content file(Caller caller, LeftPlace left, VersionPath path, @Nullable String range);

  /** A file or folder with all below it, as a tar archive; the caller closes it. */
  Content archive(Caller caller, LeftPlace left, VersionPath path);

  /**
   * Puts a file or folder of them into the running desktop, if it runs where they lie.
   *
   * @param path absolute
   * @throws ProblemException also WRONG_STATE unless it runs on that node and nothing else is done
   *     to it; INVALID when path or mode is missing; IDEMPOTENCY_KEY_REUSED
   */
  Accepted copyBack(
      Caller caller,
      LeftPlace left,
      @Nullable String path,
      FromVersion.@Nullable Mode mode,
      RequestKey key);

  /** Throws them away for good. */
  void discard(Caller caller, LeftPlace left);

  /**
   * Which left-behind changes.
   *
   * @param id as in {@link LeftView}
   */
  record LeftPlace(DesktopId desktop, String id) {}
}
