package io.labvm.ui.page.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.button.Button;
import io.labvm.ui.accounts.Role;
import io.labvm.ui.changes.Change;
import io.labvm.ui.common.TimeText;
import io.labvm.ui.nodes.NodeState;
import io.labvm.ui.page.PageTest;
import io.labvm.ui.page.Samples;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NodesViewTest extends PageTest {
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
  void letsOnlyAdminsCloseANode() {
    portal.nodes.add(Samples.node("amax", NodeState.UP, Duration.ofSeconds(2)));
    portal.account = Samples.account(Role.ADMIN);
    navigate(NodesView.class);
    test(find(Button.class).withText("Take no new desktops").single()).click();
    assertThat(portal.calls).containsExactly("amax schedulable false");
  }
}
