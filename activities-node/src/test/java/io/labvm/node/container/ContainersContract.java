package io.labvm.node.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.failure.FailureCode;
import io.labvm.node.failure.NodeFailure;
import io.labvm.node.testkit.Await;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link Containers} does. */
abstract class ContainersContract {
  static final DesktopId DESKTOP = new DesktopId("d1");
  static final DesktopId OTHER = new DesktopId("d2");

  abstract Containers containers() throws Exception;

  /** A container with a root that can run. */
  abstract ContainerSpec spec(DesktopId desktop, long epoch) throws Exception;

  /** Ends a running container's first process, as a member can. */
  abstract void endFromInside(DesktopContainer container) throws Exception;

  @AfterEach
  void removeAll() throws Exception {
    containers().remove(DESKTOP);
    containers().remove(OTHER);
    assertThat(containers().list()).isEmpty();
  }

  @Test
  void runsAndFindsAContainer() throws Exception {
    DesktopContainer started = containers().run(spec(DESKTOP, 3));
    assertThat(started.running()).isTrue();
    assertThat(started.pid()).isPositive();
    assertThat(started.address()).isEqualTo(spec(DESKTOP, 3).address());
    assertThat(containers().find(DESKTOP)).contains(started);
    assertThat(started.epoch()).isEqualTo(3);
  }

  @Test
  void answersARepeatedStartWithTheSameContainer() throws Exception {
    DesktopContainer first = containers().run(spec(DESKTOP, 3));
    assertThat(containers().run(spec(DESKTOP, 3))).isEqualTo(first);
    assertThat(containers().list()).hasSize(1);
  }

  @Test
  void replacesAContainerOfAnOlderEpoch() throws Exception {
    DesktopContainer old = containers().run(spec(DESKTOP, 3));
    DesktopContainer current = containers().run(spec(DESKTOP, 4));
    assertThat(current.id()).isNotEqualTo(old.id());
    assertThat(containers().list()).containsExactly(current);
  }

  @Test
  void refusesAnOlderEpochAndLeavesTheNewerAlone() throws Exception {
    DesktopContainer current = containers().run(spec(DESKTOP, 4));
    fails(FailureCode.STALE_EPOCH, () -> containers().run(spec(DESKTOP, 3)));
    assertThat(containers().find(DESKTOP)).contains(current);
  }

  @Test
  void replacesOneThatHasEnded() throws Exception {
    DesktopContainer first = containers().run(spec(DESKTOP, 3));
    endFromInside(first);
    Await.until("end", () -> !containers().find(DESKTOP).orElseThrow().running());
    DesktopContainer second = containers().run(spec(DESKTOP, 3));
    assertThat(second.running()).isTrue();
    assertThat(second.id()).isNotEqualTo(first.id());
  }

  @Test
  void removesOnlyTheOneDesktopAndIsSafeToRepeat() throws Exception {
    containers().run(spec(DESKTOP, 1));
    DesktopContainer other = containers().run(spec(OTHER, 1));
    containers().remove(DESKTOP);
    containers().remove(DESKTOP);
    assertThat(containers().find(DESKTOP)).isEmpty();
    assertThat(containers().list()).containsExactly(other);
  }

  @Test
  void signalsOnlyWhatRuns() throws Exception {
    containers().run(spec(DESKTOP, 1));
    containers().signal(DESKTOP, "USR1");
    assertThat(containers().find(DESKTOP).orElseThrow().running()).isTrue();
    fails(FailureCode.CONTAINER_FAILED, () -> containers().signal(OTHER, "USR1"));
  }

  static void fails(FailureCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(NodeFailure.class)
        .satisfies(e -> assertThat(((NodeFailure) e).code()).isEqualTo(code));
  }
}
