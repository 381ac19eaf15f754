package io.labvm.ui.drains;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.drain.DrainNode;
import io.labvm.contract.drain.DrainPlan;
import io.labvm.contract.drain.DrainState;
import io.labvm.contract.drain.DrainWish;
import io.labvm.contract.drain.MoveState;
import io.labvm.contract.drain.PlanDrainWorkflow;
import io.labvm.contract.node.NodeId;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.accounts.DesktopLogins;
import io.labvm.ui.audit.Audit;
import io.labvm.ui.operations.OpaqueIds;
import io.labvm.ui.problem.FieldProblem;
import io.labvm.ui.problem.ProblemCode;
import io.labvm.ui.problem.ProblemException;
import io.labvm.ui.questions.Questions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Drains in the database, from where the control application takes them. */
@Service
class StoredDrains implements DrainService {
  private final JdbcClient jdbc;
  private final DesktopLogins logins;
  private final Questions questions;
  private final Audit audit;

  StoredDrains(JdbcClient jdbc, DesktopLogins logins, Questions questions, Audit audit) {
    this.logins = logins;
    this.jdbc = jdbc;
    this.questions = questions;
    this.audit = audit;
  }

  @Override
  public DrainPlanView plan(Caller caller, String node) {
    caller.requireAdmin();
    NodeId known = known(node);
    DrainPlan plan =
        questions.ask(PlanDrainWorkflow.class, "plan-drain/" + known, known, DrainPlan.class);
    Map<String, String> owners =
        logins.of(plan.moves().stream().map(m -> m.desktop().value()).collect(Collectors.toSet()));
    return new DrainPlanView(
        node,
        plan.moves().stream()
            .map(m -> new DrainPlanView.Line(owners.get(m.desktop().value()), m))
            .toList());
  }

  /** Also a node's id as somebody typed it. */
  private NodeId known(String node) {
    boolean there =
        jdbc.sql("select exists (select 1 from node where id = ? and left_at is null)")
            .param(node)
            .query(Boolean.class)
            .single();
    if (!there) {
      throw ProblemException.notFound("node");
    }
    return new NodeId(node);
  }

  @Override
  public Optional<DrainView> last(Caller caller, String node) {
    caller.requireAdmin();
    return jdbc.sql("select * from drain where node = ? order by created_at desc limit 1")
        .param(known(node).value())
        .query(this::view)
        .optional();
  }

  @Override
  @Transactional
  public DrainView drain(Caller caller, String node, int atOnce) {
    return begin(caller, node, atOnce, false);
  }

  @Override
  @Transactional
  public DrainView bringHome(Caller caller, String node, int atOnce) {
    return begin(caller, node, atOnce, true);
  }

  private DrainView begin(Caller caller, String node, int atOnce, boolean home) {
    caller.requireAdmin();
    if (atOnce < 1 || atOnce > DrainNode.MOST_AT_ONCE) {
      throw ProblemException.invalid(
          List.of(new FieldProblem("atOnce", "out-of-range", "1 to " + DrainNode.MOST_AT_ONCE)));
    }
    lock(node);
    Optional<DrainView> open = last(caller, node).filter(d -> !d.state().terminal());
    if (open.isPresent()) {
      if (open.get().home() != home) {
        throw ProblemException.of(
            ProblemCode.WRONG_STATE,
            home ? "The node is being emptied." : "Desktops are coming home to the node.");
      }
      return open.get();
    }
    jdbc.sql("update node set schedulable = ? where id = ?").params(home, node).update();
    jdbc.sql(
            "insert into drain (id, node, home, state, at_once, requested_by)"
                + " values (?, ?, ?, 'queued', ?, ?)")
        .params(OpaqueIds.next(), node, home, atOnce, caller.actorId())
        .update();
    audit.record(caller, home ? "bring-home" : "drain", node);
    return last(caller, node).orElseThrow();
  }

  /** Two wishes about one node take turns. */
  private void lock(String node) {
    NodeId known = known(node);
    jdbc.sql("select 1 from node where id = ? for update")
        .param(known.value())
        .query((_, _) -> 1)
        .list();
  }

  @Override
  @Transactional
  public void wish(Caller caller, String node, DrainWish wish) {
    caller.requireAdmin();
    lock(node);
    int changed =
        jdbc.sql(
                "update drain set wish = ? where node = ? and ended_at is null"
                    + " and wish <> 'cancel'")
            .params(wish.wire(), node)
            .update();
    if (changed == 0) {
      throw ProblemException.of(ProblemCode.WRONG_STATE, "No drain of this node is in progress.");
    }
    audit.record(caller, "drain-" + wish.wire(), node);
  }

  private DrainView view(ResultSet rs, int number) throws SQLException {
    String id = rs.getString("id");
    OffsetDateTime ended = rs.getObject("ended_at", OffsetDateTime.class);
    return new DrainView(
        id,
        rs.getString("node"),
        rs.getBoolean("home"),
        DrainState.fromWire(rs.getString("state")),
        DrainWish.fromWire(rs.getString("wish")),
        rs.getInt("at_once"),
        rs.getObject("created_at", OffsetDateTime.class).toInstant(),
        ended == null ? null : ended.toInstant(),
        moves(id));
  }

  private List<DrainView.Move> moves(String drain) {
    return jdbc.sql(
            "select m.*, d.login from drain_move m left join desktop d on d.id = m.desktop"
                + " where m.drain = ? order by d.login nulls last, m.desktop")
        .param(drain)
        .query(
            (rs, _) ->
                new DrainView.Move(
                    new DesktopId(rs.getString("desktop")),
                    rs.getString("login"),
                    MoveState.fromWire(rs.getString("state")),
                    rs.getString("to_node"),
                    rs.getString("operation"),
                    rs.getString("reason")))
        .list();
  }
}
