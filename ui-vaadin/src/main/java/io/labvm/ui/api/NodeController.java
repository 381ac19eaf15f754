package io.labvm.ui.api;

import io.labvm.ui.accounts.Caller;
import io.labvm.ui.accounts.CurrentAccount;
import io.labvm.ui.gpus.GpuService;
import io.labvm.ui.gpus.NodeGpus;
import io.labvm.ui.nodes.BaseView;
import io.labvm.ui.nodes.HistoryRange;
import io.labvm.ui.nodes.NodeHistory;
import io.labvm.ui.nodes.NodeService;
import io.labvm.ui.nodes.NodeView;
import io.labvm.ui.problem.FieldProblem;
import io.labvm.ui.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Nodes and bases over REST. */
@Tag(name = "nodes")
@RestController
@RequestMapping("/api/v1")
class NodeController {
  private final NodeService nodes;
  private final GpuService gpus;
  private final CurrentAccount current;

  NodeController(NodeService nodes, GpuService gpus, CurrentAccount current) {
    this.nodes = nodes;
    this.gpus = gpus;
    this.current = current;
  }

  /** A node on the wire. */
  record NodeJson(
      String id,
      String state,
      boolean schedulable,
      boolean sharedMachine,
      @Nullable Instant seenAt,
      int desktops,
      NodeGpus gpus,
      NodeView.@Nullable Figures figures) {
    static NodeJson of(NodeView node, NodeGpus gpus) {
      return new NodeJson(
          node.id(),
          node.state().wire(),
          node.schedulable(),
          node.sharedMachine(),
          node.seenAt(),
          node.desktops(),
          gpus,
          node.figures());
    }
  }

  /** Which node a token is for. */
  record TokenRequest(@Nullable String node) {}

  /** A join token. */
  record JoinTokenJson(String token) {
    /** Leaves out the token: records are printed into logs. */
    @Override
    public String toString() {
      return "JoinTokenJson[]";
    }
  }

  @Operation(summary = "All nodes with their live figures")
  @GetMapping("/nodes")
  List<NodeJson> list() {
    Caller caller = current.caller();
    Map<String, NodeGpus> given = gpus.nodes(caller);
    return nodes.all(caller).stream()
        .map(node -> NodeJson.of(node, given.getOrDefault(node.id(), NodeGpus.NONE)))
        .toList();
  }

  @Operation(
      summary = "How a node was used: means over 10m, 1h, 24h, 7d or 30d, shares from 0 to 1")
  @GetMapping("/nodes/{node}/history")
  NodeHistory history(@PathVariable String node, @RequestParam(defaultValue = "1h") String range) {
    HistoryRange wanted =
        HistoryRange.fromWire(range)
            .orElseThrow(
                () ->
                    ProblemException.invalid(
                        List.of(
                            new FieldProblem(
                                "range", "unknown", "One of 10m, 1h, 24h, 7d and 30d."))));
    return nodes.history(current.caller(), node, wanted);
  }

  @Operation(summary = "Let a node take no new desktops (admin)")
  @PostMapping("/nodes/{node}/cordon")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void cordon(@PathVariable String node) {
    nodes.setSchedulable(current.caller(), node, false);
  }

  @Operation(summary = "Let a node take new desktops again (admin)")
  @PostMapping("/nodes/{node}/uncordon")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void uncordon(@PathVariable String node) {
    nodes.setSchedulable(current.caller(), node, true);
  }

  @Operation(summary = "A one-time token by which a node joins (admin)")
  @PostMapping("/node-tokens")
  ResponseEntity<JoinTokenJson> joinToken(@RequestBody TokenRequest request) {
    String node = request.node() == null ? "" : request.node();
    return ResponseEntity.status(HttpStatus.CREATED)
        .cacheControl(CacheControl.noStore())
        .body(new JoinTokenJson(nodes.joinToken(current.caller(), node)));
  }

  @Operation(summary = "The bases of the store")
  @GetMapping("/bases")
  List<BaseView> bases() {
    current.caller();
    return nodes.bases();
  }
}
