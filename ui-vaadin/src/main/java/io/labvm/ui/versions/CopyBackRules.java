package io.labvm.ui.versions;

import io.labvm.contract.operation.FromVersion;
import io.labvm.ui.problem.FieldProblem;
import io.labvm.ui.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What can be asked to come back into a desktop. */
public final class CopyBackRules {
  private static final int LONGEST_PATH = 4096;

  /** In bytes. */
  private static final int LONGEST_NAME = 255;

  private CopyBackRules() {}

  /**
   * Refuses one without an absolute path or a mode.
   *
   * @throws ProblemException INVALID, with all that is wrong
   */
  public static void requireComplete(FromVersion from) {
    List<FieldProblem> problems = new ArrayList<>();
    String path = from.path();
    if (path != null && path.length() > LONGEST_PATH) {
      problems.add(new FieldProblem("path", "too-long", "At most 4096 characters."));
    } else if (path == null || !path.startsWith("/") || !isText(path) || !isOfNames(path)) {
      problems.add(new FieldProblem("path", "invalid", "The absolute path of a file or folder."));
    }
    if (from.mode() == null) {
      problems.add(new FieldProblem("mode", "missing", "beside or replace."));
    }
    if (!problems.isEmpty()) {
      throw ProblemException.invalid(problems);
    }
  }

  /** At least one name, none of which leads elsewhere or is longer than a name can be. */
  private static boolean isOfNames(String path) {
    List<String> names = Stream.of(path.split("/")).filter(name -> !name.isEmpty()).toList();
    return !names.isEmpty()
        && names.stream()
            .noneMatch(
                name ->
                    name.equals(".")
                        || name.equals("..")
                        || name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME);
  }

  /** What neither a database nor a file system could hold. */
  static boolean isText(String text) {
    return text.codePoints().noneMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE);
  }
}
