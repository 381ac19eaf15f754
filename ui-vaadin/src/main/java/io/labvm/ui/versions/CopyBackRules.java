package io.labvm.ui.versions;

import io.labvm.contract.operation.FromVersion;
import io.labvm.ui.problem.FieldProblem;
import io.labvm.ui.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;

/** What can be asked to come back into a desktop. */
public final class CopyBackRules {
  private static final int LONGEST_PATH = 4096;

  private CopyBackRules() {}

  /**
   * Refuses one without an absolute path or a mode.
   *
   * @throws ProblemException INVALID, with all that is wrong
   */
  public static void requireComplete(FromVersion from) {
    List<FieldProblem> problems = new ArrayList<>();
    String path = from.path();
    if (path == null || !path.startsWith("/") || path.strip().length() < 2 || !isText(path)) {
      problems.add(new FieldProblem("path", "invalid", "The absolute path of a file or folder."));
    } else if (path.length() > LONGEST_PATH) {
      problems.add(new FieldProblem("path", "too-long", "At most 4096 characters."));
    }
    if (from.mode() == null) {
      problems.add(new FieldProblem("mode", "missing", "beside or replace."));
    }
    if (!problems.isEmpty()) {
      throw ProblemException.invalid(problems);
    }
  }

  /** What neither a database nor a file system could hold. */
  static boolean isText(String text) {
    return text.codePoints().noneMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE);
  }
}
