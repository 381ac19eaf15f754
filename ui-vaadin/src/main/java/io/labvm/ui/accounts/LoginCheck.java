package io.labvm.ui.accounts;

import io.labvm.ui.problem.FieldProblem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The live check of a login name.
 *
 * @param problem null when the name can be taken
 * @param suggestions free names like it, at most two; only for a taken or reserved one
 */
public record LoginCheck(@Nullable FieldProblem problem, List<String> suggestions) {
  public LoginCheck {
    suggestions = List.copyOf(suggestions);
  }
}
