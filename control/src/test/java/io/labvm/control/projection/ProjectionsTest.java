package io.labvm.control.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.desktop.DesktopSnapshot;
import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationKind;
import io.labvm.contract.operation.OperationSnapshot;
import io.labvm.contract.operation.OperationState;
import io.labvm.contract.operation.StepError;
import io.labvm.contract.operation.StepSnapshot;
import io.labvm.contract.operation.StepState;
import io.labvm.contract.store.LeftOut;
import io.labvm.contract.store.SealedVersion;
import io.labvm.control.Rows;
import io.labvm.schema.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class ProjectionsTest {
  private final JdbcClient jdbc = JdbcClient.create(TestDatabase.create().dataSource());
  private final Rows rows = new Rows(jdbc);
  private final Projections projections = new Projections(jdbc);

  @Test
  void versionsAreStoredOnceForDesktopsThatAreThere() {
    rows.desktop("d1");
    var version =
        new SealedVersion(
            new DesktopId("d1"),
            3,
            true,
            "frozen",
            "stop",
            new OperationId("op"),
            2,
            7,
            99,
            5,
            6,
            List.of(new LeftOut("path-length", 2, List.of("deep"))));
    assertThat(projections.hasVersion(new DesktopId("d1"), 3)).isFalse();
    projections.version(version);
    projections.version(version);
    assertThat(projections.hasVersion(new DesktopId("d1"), 3)).isTrue();
    assertThat(projections.hasVersion(new DesktopId("d1"), 2)).isFalse();
    assertThat(
            rows.text(
                "select number || ' ' || trigger || ' ' || consistency || ' ' || count(*) over ()"
                    + " from version"))
        .isEqualTo("3 stop frozen 1");
    assertThat(rows.text("select left_out -> 0 ->> 'code' from version")).isEqualTo("path-length");
    projections.version(
        new SealedVersion(
            new DesktopId("gone"),
            1,
            true,
            "live",
            "stop",
            new OperationId("op"),
            2,
            7,
            9,
            5,
            6,
            List.of()));
    assertThat(rows.text("select count(*)::text from version")).isEqualTo("1");
  }

  @Test
  void olderPictureNeverReplacesANewerOne() {
    rows.desktop("d1");
    rows.operation("d1", "op", OperationKind.REGISTER);
    projections.operation(picture(5, OperationState.SUCCEEDED));
    projections.operation(picture(4, OperationState.RUNNING));
    projections.operation(picture(5, OperationState.FAILED));
    assertThat(operation("state")).isEqualTo("succeeded");
    projections.desktop(desktop(3, DesktopPhase.RUNNING));
    projections.desktop(desktop(2, DesktopPhase.CREATING));
    assertThat(rows.text("select state || ' ' || node from desktop where id = 'd1'"))
        .isEqualTo("running n1");
  }

  @Test
  void stepsAndErrorAreStoredInTheirWireForm() {
    rows.desktop("d1");
    rows.operation("d1", "op", OperationKind.REGISTER);
    projections.operation(picture(1, OperationState.ROLLED_BACK));
    assertThat(operation("steps -> 0 ->> 'state'")).isEqualTo("retrying");
    assertThat(operation("steps -> 0 ->> 'activityType'")).isEqualTo("Control.Place");
    assertThat(operation("error ->> 'code'")).isEqualTo("no-capacity");
    assertThat(operation("state")).isEqualTo("rolled-back");
    assertThat(operation("(started_at is not null and ended_at is not null)::text"))
        .isEqualTo("true");
  }

  @Test
  void pictureWithoutARowIsPassedOver() {
    projections.operation(picture(1, OperationState.RUNNING));
    projections.desktop(desktop(1, DesktopPhase.RUNNING));
    assertThat(rows.text("select count(*) from operation")).isEqualTo("0");
  }

  private String operation(String column) {
    return rows.text("select " + column + " from operation where id = 'op'");
  }

  private static DesktopSnapshot desktop(long sequence, DesktopPhase phase) {
    return new DesktopSnapshot(
        new DesktopId("d1"), sequence, phase, new NodeId("n1"), 1_700_000_000_000L, null);
  }

  private static OperationSnapshot picture(long sequence, OperationState state) {
    var error = new StepError(FailureCode.NO_CAPACITY, "place", "no room");
    var step =
        new StepSnapshot(
            "place", StepState.RETRYING, 2, 1_700_000_000_000L, null, "Control.Place", error);
    return new OperationSnapshot(
        new OperationId("op"),
        new DesktopId("d1"),
        OperationKind.REGISTER,
        state,
        sequence,
        List.of(step),
        error);
  }
}
