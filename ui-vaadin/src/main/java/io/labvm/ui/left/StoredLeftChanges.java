package io.labvm.ui.left;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.operation.FromVersion;
import io.labvm.contract.operation.OperationKind;
import io.labvm.contract.operation.OperationRequest;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.audit.Audit;
import io.labvm.ui.desktops.DesktopService;
import io.labvm.ui.desktops.DesktopTurns;
import io.labvm.ui.operations.Accepted;
import io.labvm.ui.operations.RequestKey;
import io.labvm.ui.operations.RequestKeys;
import io.labvm.ui.problem.ProblemCode;
import io.labvm.ui.problem.ProblemException;
import io.labvm.ui.versions.CopyBackRules;
import io.labvm.ui.versions.FolderPage;
import io.labvm.ui.versions.StoreReading.Content;
import io.labvm.ui.versions.VersionPath;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Asks the node, after it was checked whose desktop it is. */
@Service
class StoredLeftChanges implements LeftChanges {
  private static final int AT_ONCE = 200;

  private final LeftRows rows;
  private final NodeReading nodes;
  private final DesktopService desktops;
  private final DesktopTurns turns;
  private final RequestKeys keys;
  private final Audit audit;
  private final JsonMapper json =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  StoredLeftChanges(
      LeftRows rows,
      NodeReading nodes,
      DesktopService desktops,
      DesktopTurns turns,
      RequestKeys keys,
      Audit audit) {
    this.rows = rows;
    this.nodes = nodes;
    this.desktops = desktops;
    this.turns = turns;
    this.keys = keys;
    this.audit = audit;
  }

  @Override
  public List<LeftView> of(Caller caller, DesktopId desktop) {
    return rows.of(desktops.get(caller, desktop).id()).stream().map(LeftRows.Row::view).toList();
  }

  @Override
  public FolderPage folder(
      Caller caller, LeftPlace left, VersionPath path, @Nullable String after) {
    String at = at(left) + "/tree?limit=" + AT_ONCE + path.query(after);
    return json.readValue(nodes.document(endpoint(caller, left), at), FolderPage.class);
  }

  @Override
  public Content file(Caller caller, LeftPlace left, VersionPath path, @Nullable String range) {
    return download(caller, left, "/file?limit=1" + path.query(null), range);
  }

  @Override
  public Content archive(Caller caller, LeftPlace left, VersionPath path) {
    return download(caller, left, "/archive?limit=1" + path.query(null), null);
  }

  private Content download(Caller caller, LeftPlace left, String what, @Nullable String range) {
    Content content = nodes.content(endpoint(caller, left), at(left) + what, range);
    audit.record(caller, "download-left-behind", left.desktop().value());
    return content;
  }

  @Override
  @Transactional
  public Accepted copyBack(
      Caller caller,
      LeftPlace left,
      @Nullable String path,
      FromVersion.@Nullable Mode mode,
      RequestKey key) {
    requireSameNode(caller, left);
    FromVersion from = new FromVersion(0, path, mode, left.id());
    CopyBackRules.requireComplete(from);
    String content = "copy back " + left.desktop() + " " + from;
    return keys.once(
        new RequestKeys.Request(caller.actorId(), key, content),
        Accepted.class,
        () ->
            turns.take(
                caller,
                left.desktop(),
                OperationKind.COPY_BACK,
                EnumSet.of(DesktopPhase.RUNNING),
                operation ->
                    new OperationRequest(
                        operation, OperationKind.COPY_BACK, caller.actorId(), false, from)));
  }

  private void requireSameNode(Caller caller, LeftPlace left) {
    String lies = row(caller, left).view().node();
    if (!lies.equals(desktops.get(caller, left.desktop()).node())) {
      throw ProblemException.of(
          ProblemCode.WRONG_STATE,
          "These changes lie on node " + lies + ", where the desktop does not run.");
    }
  }

  @Override
  public void discard(Caller caller, LeftPlace left) {
    NodeReading.Endpoint node = endpoint(caller, left);
    nodes.remove(node, at(left));
    rows.forget(left, node.node());
    audit.record(caller, "discard-left-behind", left.desktop().value());
  }

  private NodeReading.Endpoint endpoint(Caller caller, LeftPlace left) {
    NodeReading.Endpoint endpoint = row(caller, left).endpoint();
    if (endpoint == null) {
      throw ProblemException.of(ProblemCode.UNAVAILABLE, "The node does not answer.");
    }
    return endpoint;
  }

  private LeftRows.Row row(Caller caller, LeftPlace left) {
    DesktopId seen = desktops.get(caller, left.desktop()).id();
    return rows.find(new LeftPlace(seen, left.id()))
        .orElseThrow(() -> ProblemException.notFound("left-behind changes"));
  }

  private static String at(LeftPlace left) {
    return left.desktop().value() + "/left/" + left.id();
  }
}
