package io.labvm.ui.page.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.Svg;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.dom.DomEvent;
import com.vaadin.flow.internal.nodefeature.ElementListenerMap;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.drain.DrainState;
import io.labvm.contract.drain.DrainWish;
import io.labvm.contract.drain.PlannedMove;
import io.labvm.contract.drain.PlannedMove.Blocker;
import io.labvm.contract.node.NodeId;
import io.labvm.ui.accounts.Role;
import io.labvm.ui.changes.Change;
import io.labvm.ui.common.HistoryLine;
import io.labvm.ui.common.TimeText;
import io.labvm.ui.drains.DrainPlanView;
import io.labvm.ui.gpus.GpuMode;
import io.labvm.ui.gpus.NodeGpus;
import io.labvm.ui.nodes.NodeState;
import io.labvm.ui.page.PageTest;
import io.labvm.ui.page.Samples;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class NodesViewTest extends PageTest {
  private static final NodeId BMAX = new NodeId("bmax");

  @Test
  void showsFiguresWithTheirAge() {
    portal.nodes.add(Samples.node("amax", NodeState.UP, Duration.ofSeconds(2)));
    navigate(NodesView.class);
    assertThat(text())
        .contains("amax", "Up", "shared machine", "3 desktops", "37 % · 16 CPUs")
        .contains("55.0 / 64.0 GiB", "RTX 2080 Ti", "61 %", "71 °C", "212 W")
        .contains("wang · python3 (4711) · 6.0 GiB", "2 memory errors");
    assertThat(find(TimeText.class).single().getElement().getAttribute("stale-after"))
        .isEqualTo("15");
  }

  @Test
  void showsHowANodeWasUsedWhenAsked() {
    portal.nodes.add(Samples.node("amax", NodeState.UP, Duration.ofSeconds(2)));
    navigate(NodesView.class);
    assertThat(find(HistoryLine.class).all()).isEmpty();
    test(select("Use")).selectItem("Last 24 hours");
    assertThat(portal.calls).containsExactly("amax history 24h");
    assertThat(text())
        .contains("mean 40 % · most 90 %", "0: NVIDIA GeForce RTX 2080 Ti", "at most 83 °C")
        .contains("Memory of 0: NVIDIA GeForce RTX 2080 Ti", "mean 20 % · most 45 %");
    HistoryLine cpu = find(HistoryLine.class).all().getFirst();
    Svg picture = (Svg) cpu.getChildren().toList().getLast();
    assertThat(picture.getElement().getAttribute("aria-label"))
        .isEqualTo("CPU: mean 40 % · most 90 %");
    assertThat(picture.getElement().getProperty("innerHTML"))
        .as("a gap where nothing is known")
        .contains("points='0,35.2 1,35.2 1,4.8 2,4.8'", "points='3,31.4 4,31.4'");
    test(select("Use")).selectItem("Now");
    assertThat(find(HistoryLine.class).all()).isEmpty();
  }

  @Test
  void namesWhoeverHasAGpuAndWhichAreFree() {
    portal.nodes.add(Samples.node("amax", NodeState.UP, Duration.ofSeconds(2)));
    portal.nodeGpus.put(
        "amax",
        new NodeGpus(GpuMode.EXCLUSIVE, Map.of("GPU-1", new NodeGpus.Holder("d1", "li")), 2));
    navigate(NodesView.class);
    assertThat(text()).contains("li", "free", "each for one desktop; 2 desktops wait");
    assertThat(find(Button.class).withText("Share GPUs").all()).isEmpty();
  }

  @Test
  void anAdminChangesHowANodeGivesItsGpus() {
    portal.account = Samples.account(Role.ADMIN);
    portal.nodes.add(Samples.node("amax", NodeState.UP, Duration.ofSeconds(2)));
    navigate(NodesView.class);
    assertThat(text()).contains("shared by all desktops of the node");
    test(find(Button.class).withText("Give GPUs one by one").single()).click();
    assertThat(portal.calls).containsExactly("amax exclusive");
  }

  @Test
  void saysWhyGpusCannotBeRead() {
    portal.nodes.add(Samples.nodeWithGpuProblem("Driver/library version mismatch"));
    navigate(NodesView.class);
    assertThat(text())
        .contains("The GPUs cannot be read: Driver/library version mismatch")
        .doesNotContain("no GPU");
  }

  @Test
  void tellsMissingAgentsFromLostNodes() {
    portal.nodes.add(Samples.node("amax", NodeState.AGENT_MISSING, Duration.ofSeconds(90)));
    portal.nodes.add(Samples.node("bmax", NodeState.LOST, Duration.ofMinutes(9)));
    navigate(NodesView.class);
    assertThat(text()).contains("desktops run on, operations wait", "may still run");
  }

  @Test
  void neverShowsZeroBeforeTheFirstReport() {
    portal.nodes.add(Samples.node("amax", NodeState.UP, null));
    navigate(NodesView.class);
    assertThat(text()).contains("It has not reported yet.", "no data").doesNotContain("0 %");
  }

  @Test
  void followsChanges() {
    navigate(NodesView.class);
    assertThat(text()).contains("No node has joined yet.");
    portal.nodes.add(Samples.node("amax", NodeState.UP, Duration.ofSeconds(2)));
    portal.changed(Change.Kind.NODE);
    runPendingSignalsTasks(200, TimeUnit.MILLISECONDS);
    assertThat(text()).contains("amax").doesNotContain("No node has joined yet.");
  }

  @Test
  void showsManyNodesAsLinesAndOneOfThemAsACard() {
    for (int i = 10; i < 30; i++) {
      portal.nodes.add(Samples.node("n" + i, NodeState.UP, Duration.ofSeconds(2)));
    }
    navigate(NodesView.class);
    HeatGrid heat = find(HeatGrid.class).single();
    assertThat(find(NodeCard.class).all()).isEmpty();
    assertThat(heat.getElement().getProperty("lines"))
        .contains(
            "\"id\":\"n10\"", "\"id\":\"n29\"", "\"state\":\"Up\"", "\"desktops\":\"3 desktops\"")
        .contains("CPU: 37 % · 16 CPUs", "0: NVIDIA GeForce RTX 2080 Ti · 61 %", "wang");
    choose(heat, "n12");
    assertThat(dialog()).contains("n12", "71 °C");
    test(find(Button.class).withText("Close").single()).click();
    test(select("Show as")).selectItem("cards");
    assertThat(find(NodeCard.class).all()).hasSize(20);
  }

  private static void choose(HeatGrid heat, String node) {
    var detail = JsonMapper.builder().build().createObjectNode().put("event.detail", node);
    heat.getElement()
        .getNode()
        .getFeature(ElementListenerMap.class)
        .fireEvent(new DomEvent(heat.getElement(), "labvm-chosen", detail));
  }

  @Test
  void neverDrawsAZeroForWhatIsNotKnown() {
    portal.nodes.add(Samples.node("amax", NodeState.UP, null));
    navigate(NodesView.class);
    test(select("Show as")).selectItem("lines");
    assertThat(find(HeatGrid.class).single().getElement().getProperty("lines"))
        .contains("It has not reported yet.", "\"figures\":[]", "\"gpus\":[]");
  }

  @Test
  void findsNodesByFreeGpuMemory() {
    portal.nodes.add(Samples.node("amax", NodeState.UP, Duration.ofSeconds(2)));
    portal.nodes.add(Samples.node("bmax", NodeState.LOST, Duration.ofMinutes(9)));
    navigate(NodesView.class);
    assertThat(text()).contains("amax", "bmax");
    test(select("Free GPU memory")).selectItem("at least 1 × 8 GB free");
    assertThat(text()).contains("amax").doesNotContain("bmax");
    test(select("Free GPU memory")).selectItem("at least 1 × 80 GB free");
    assertThat(text()).contains("No node has a GPU with that much free memory now.");
  }

  @Test
  void letsOnlyAdminsCloseANode() {
    portal.nodes.add(Samples.node("amax", NodeState.UP, Duration.ofSeconds(2)));
    portal.account = Samples.account(Role.ADMIN);
    navigate(NodesView.class);
    test(find(Button.class).withText("Take no new desktops").single()).click();
    assertThat(portal.calls).containsExactly("amax schedulable false");
  }

  @Test
  void showsWhatADrainWouldDoBeforeItBegins() {
    portal.nodes.add(Samples.node("amax", NodeState.UP, Duration.ofSeconds(2)));
    portal.account = Samples.account(Role.ADMIN);
    portal.drainPlan =
        new DrainPlanView(
            "amax",
            List.of(
                line("wang", new PlannedMove(new DesktopId("d1"), BMAX, true, 5_200L, null)),
                line("li", new PlannedMove(new DesktopId("d2"), BMAX, true, null, Blocker.BUSY)),
                line(
                    "zhao",
                    new PlannedMove(new DesktopId("d3"), null, false, 0L, Blocker.NO_ROOM))));
    navigate(NodesView.class);
    test(find(Button.class).withText("Empty for maintenance…").single()).click();
    awaitDialog("wang");
    assertThat(dialog())
        .contains("1 desktop cannot be moved", "no other node has room", "is off")
        .contains("bmax · when its operation has ended", "some seconds");
    test(find(Button.class).withText("Empty the node").single()).click();
    assertThat(portal.calls).containsExactly("drain amax 2");
  }

  @Test
  void followsADrainAndLetsAdminsSteerIt() {
    portal.nodes.add(Samples.node("amax", NodeState.DRAINING, Duration.ofSeconds(2)));
    portal.account = Samples.account(Role.ADMIN);
    portal.drain = Samples.drain(DrainState.RUNNING, DrainWish.GO_ON);
    navigate(NodesView.class);
    assertThat(text())
        .contains("Being emptied: 1 of 3 desktops moved.", "li: moving")
        .contains("zhao: no node takes desktops now")
        .doesNotContain("Take no new desktops");
    test(find(Button.class).withText("Pause").single()).click();
    test(find(Button.class).withText("Cancel").single()).click();
    assertThat(portal.calls).containsExactly("pause amax", "cancel amax");
  }

  @Test
  void bringsDesktopsHomeFromAnEmptiedNode() {
    portal.nodes.add(Samples.node("amax", NodeState.MAINTENANCE, Duration.ofMinutes(20)));
    portal.account = Samples.account(Role.ADMIN);
    portal.drain = Samples.drain(DrainState.SUCCEEDED, DrainWish.GO_ON);
    navigate(NodesView.class);
    assertThat(text()).contains("Maintenance", "may be turned off").doesNotContain("Lost");
    test(find(Button.class).withText("Bring its desktops home").single()).click();
    assertThat(portal.calls).containsExactly("home amax 2");
  }

  @Test
  void membersSeeNothingToSteer() {
    portal.nodes.add(Samples.node("amax", NodeState.DRAINING, Duration.ofSeconds(2)));
    portal.drain = Samples.drain(DrainState.RUNNING, DrainWish.GO_ON);
    navigate(NodesView.class);
    assertThat(text()).contains("Being emptied").doesNotContain("li: moving");
    assertThat(find(Button.class).withText("Pause").exists()).isFalse();
    assertThat(find(Button.class).withText("Empty for maintenance…").exists()).isFalse();
  }

  private static DrainPlanView.Line line(String login, PlannedMove move) {
    return new DrainPlanView.Line(login, move);
  }
}
