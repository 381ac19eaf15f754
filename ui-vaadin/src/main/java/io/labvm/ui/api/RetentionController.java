package io.labvm.ui.api;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.storage.PrunePlan;
import io.labvm.contract.storage.RetentionRules;
import io.labvm.ui.accounts.CurrentAccount;
import io.labvm.ui.problem.FieldProblem;
import io.labvm.ui.problem.ProblemException;
import io.labvm.ui.storage.RetentionService;
import io.labvm.ui.storage.RetentionText;
import io.labvm.ui.storage.RetentionView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** How long versions of a desktop are kept, over REST. */
@Tag(name = "versions")
@RestController
@RequestMapping("/api/v1/desktops/{desktop}/retention-policy")
class RetentionController {
  private final RetentionService retention;
  private final CurrentAccount current;

  RetentionController(RetentionService retention, CurrentAccount current) {
    this.retention = retention;
    this.current = current;
  }

  /** Rules on the wire; a missing number is 0, and without any the installation's rules hold. */
  record RulesJson(
      @Nullable Integer last,
      @Nullable Integer hourly,
      @Nullable Integer daily,
      @Nullable Integer weekly,
      @Nullable Integer monthly) {
    boolean isEmpty() {
      return last == null && hourly == null && daily == null && weekly == null && monthly == null;
    }

    RetentionRules rules() {
      List<FieldProblem> bad = new ArrayList<>();
      var rules =
          new RetentionRules(
              number("last", last, bad),
              number("hourly", hourly, bad),
              number("daily", daily, bad),
              number("weekly", weekly, bad),
              number("monthly", monthly, bad));
      if (!bad.isEmpty()) {
        throw ProblemException.invalid(bad);
      }
      return rules;
    }

    private static int number(String name, @Nullable Integer value, List<FieldProblem> bad) {
      int number = value == null ? 0 : value;
      if (number < 0) {
        bad.add(new FieldProblem(name, "out-of-range", "0 to 1000."));
      }
      return Math.max(0, number);
    }
  }

  /** The policy on the wire, with the same in words. */
  record PolicyJson(
      int last,
      int hourly,
      int daily,
      int weekly,
      int monthly,
      boolean inherited,
      String sentence,
      @Nullable Instant nextPruningAt) {
    static PolicyJson of(RetentionView view, Locale language) {
      RetentionRules rules = view.rules();
      return new PolicyJson(
          rules.last(),
          rules.hourly(),
          rules.daily(),
          rules.weekly(),
          rules.monthly(),
          view.inherited(),
          RetentionText.sentence(rules, language),
          view.nextPruningAt());
    }
  }

  @Operation(summary = "How long its versions are kept")
  @GetMapping
  PolicyJson get(@PathVariable String desktop, Locale language) {
    return PolicyJson.of(retention.of(current.caller(), Ids.desktop(desktop)), language);
  }

  @Operation(summary = "Change how long its versions are kept; {} for the installation's rules")
  @PutMapping
  PolicyJson change(@PathVariable String desktop, @RequestBody RulesJson wanted, Locale language) {
    DesktopId id = Ids.desktop(desktop);
    RetentionRules rules = wanted.isEmpty() ? null : wanted.rules();
    return PolicyJson.of(retention.change(current.caller(), id, rules), language);
  }

  @Operation(summary = "Which versions rules would remove now; changes nothing")
  @PostMapping("/preview")
  PrunePlan preview(@PathVariable String desktop, @RequestBody RulesJson wanted) {
    DesktopId id = Ids.desktop(desktop);
    RetentionRules rules =
        wanted.isEmpty() ? retention.of(current.caller(), id).rules() : wanted.rules();
    return retention.preview(current.caller(), id, rules);
  }
}
