package io.labvm.ui.nodes;

import io.labvm.ui.accounts.Caller;
import java.util.List;

/** Nodes and bases. */
public interface NodeService {
  /** All nodes that have not left, by id; for every signed-in account. */
  List<NodeView> all(Caller caller);

  /**
   * How a node was used; for every signed-in account.
   *
   * @throws io.labvm.ui.problem.ProblemException NOT_FOUND when there is no such node
   */
  NodeHistory history(Caller caller, String node, HistoryRange range);

  /** Ids of nodes that take new desktops now; for the registration form, needs no account. */
  List<String> choices();

  /** Bases of the store, newest of each name first; needs no account. Empty when unreadable. */
  List<BaseView> bases();

  /** Lets a node take new desktops or not; running ones stay. Admins only, audited. */
  void setSchedulable(Caller caller, String node, boolean schedulable);

  /**
   * Makes a one-time token, valid for an hour, by which a node of this id joins. Admins only,
   * audited.
   *
   * @throws io.labvm.ui.problem.ProblemException INVALID for a bad id
   */
  String joinToken(Caller caller, String node);
}
