package io.labvm.ui.storage;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.storage.MaintenanceKind;
import io.labvm.contract.storage.PlanPruneWorkflow;
import io.labvm.contract.storage.PruneDesktop;
import io.labvm.contract.storage.PrunePlan;
import io.labvm.contract.storage.RetentionRules;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.audit.Audit;
import io.labvm.ui.desktops.DesktopService;
import io.labvm.ui.operations.OpaqueIds;
import io.labvm.ui.problem.FieldProblem;
import io.labvm.ui.problem.ProblemCode;
import io.labvm.ui.problem.ProblemException;
import io.labvm.ui.questions.Questions;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Rules in the database; what they would do is asked of the store. */
@Service
class StoredRetention implements RetentionService {
  private static final String COMMON = "retention";
  private static final Duration BUSY = Duration.ofSeconds(5);

  private final JdbcClient jdbc;
  private final DesktopService desktops;
  private final Audit audit;
  private final Questions questions;
  private final JsonMapper json = JsonMapper.builder().build();

  /** Who waits for an answer of the store, which looks through all of it. */
  private final Set<String> asking = ConcurrentHashMap.newKeySet();

  StoredRetention(JdbcClient jdbc, DesktopService desktops, Audit audit, Questions questions) {
    this.jdbc = jdbc;
    this.desktops = desktops;
    this.audit = audit;
    this.questions = questions;
  }

  @Override
  public RetentionView of(Caller caller, DesktopId desktop) {
    DesktopId seen = desktops.get(caller, desktop).id();
    Optional<RetentionRules> own =
        jdbc.sql("select retention from desktop where id = ? and retention is not null")
            .param(seen.value())
            .query(String.class)
            .optional()
            .map(this::read);
    return new RetentionView(own.orElseGet(this::common), own.isEmpty(), nextPruning());
  }

  private @Nullable Instant nextPruning() {
    return jdbc.sql("select next_at from maintenance_schedule where kind = ? and not paused")
        .param(MaintenanceKind.PRUNE.wire())
        .query((rs, _) -> Optional.ofNullable(rs.getObject(1, OffsetDateTime.class)))
        .optional()
        .flatMap(time -> time)
        .map(OffsetDateTime::toInstant)
        .orElse(null);
  }

  @Override
  @Transactional
  public RetentionView change(Caller caller, DesktopId desktop, @Nullable RetentionRules rules) {
    DesktopId seen = desktops.get(caller, desktop).id();
    if (rules != null) {
      check(rules);
    }
    jdbc.sql("update desktop set retention = cast(:rules as jsonb) where id = :id")
        .param("rules", rules == null ? null : json.writeValueAsString(rules))
        .param("id", seen.value())
        .update();
    audit.record(caller, "change-retention", seen.value());
    return of(caller, seen);
  }

  @Override
  public PrunePlan preview(Caller caller, DesktopId desktop, RetentionRules rules) {
    DesktopId seen = desktops.get(caller, desktop).id();
    check(rules);
    if (!asking.add(caller.actorId())) {
      throw ProblemException.retryLater(
          ProblemCode.UNAVAILABLE, "Another preview of yours is in progress.", BUSY);
    }
    try {
      return ask(seen, rules);
    } finally {
      asking.remove(caller.actorId());
    }
  }

  private PrunePlan ask(DesktopId seen, RetentionRules rules) {
    var question = new PruneDesktop(seen, rules, new OperationId(OpaqueIds.next()));
    return questions.ask(PlanPruneWorkflow.class, "plan-prune/" + seen, question, PrunePlan.class);
  }

  @Override
  public RetentionRules common() {
    return jdbc.sql("select value from setting where key = ?")
        .param(COMMON)
        .query(String.class)
        .optional()
        .map(this::read)
        .orElse(RetentionRules.DEFAULT);
  }

  @Override
  @Transactional
  public RetentionRules changeCommon(Caller caller, RetentionRules rules) {
    caller.requireAdmin();
    check(rules);
    jdbc.sql(
            "insert into setting (key, value) values (?, ?)"
                + " on conflict (key) do update set value = excluded.value")
        .params(COMMON, json.writeValueAsString(rules))
        .update();
    audit.record(caller, "change-settings", COMMON);
    return rules;
  }

  private RetentionRules read(String text) {
    return json.readValue(text, RetentionRules.class);
  }

  private static void check(RetentionRules rules) {
    var fields = new LinkedHashMap<String, Integer>();
    fields.put("last", rules.last());
    fields.put("hourly", rules.hourly());
    fields.put("daily", rules.daily());
    fields.put("weekly", rules.weekly());
    fields.put("monthly", rules.monthly());
    List<FieldProblem> bad = new ArrayList<>();
    fields.forEach(
        (name, number) -> {
          if (number > RetentionRules.MOST) {
            bad.add(new FieldProblem(name, "out-of-range", "0 to 1000."));
          }
        });
    if (fields.values().stream().allMatch(number -> number == 0)) {
      bad.add(new FieldProblem("last", "required", "Keep at least something."));
    }
    if (!bad.isEmpty()) {
      throw ProblemException.invalid(bad);
    }
  }
}
