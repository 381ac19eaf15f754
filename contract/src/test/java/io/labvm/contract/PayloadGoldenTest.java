package io.labvm.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.labvm.contract.control.AssignDesktop;
import io.labvm.contract.control.FenceCheck;
import io.labvm.contract.control.PlaceDesktop;
import io.labvm.contract.control.Placement;
import io.labvm.contract.desktop.ApprovalDecision;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.desktop.DesktopSnapshot;
import io.labvm.contract.desktop.DesktopSpec;
import io.labvm.contract.desktop.DesktopState;
import io.labvm.contract.desktop.Limits;
import io.labvm.contract.desktop.NodeNews;
import io.labvm.contract.desktop.UpperId;
import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.node.AwaitVnc;
import io.labvm.contract.node.CaptureUpper;
import io.labvm.contract.node.Captured;
import io.labvm.contract.node.FetchBase;
import io.labvm.contract.node.FetchedBase;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.node.NodePing;
import io.labvm.contract.node.PrepareRoot;
import io.labvm.contract.node.PreparedRoot;
import io.labvm.contract.node.ReleaseRoot;
import io.labvm.contract.node.RunContainer;
import io.labvm.contract.node.StartedContainer;
import io.labvm.contract.node.VncAnswer;
import io.labvm.contract.operation.AcceptedOperation;
import io.labvm.contract.operation.DesktopOperation;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationKind;
import io.labvm.contract.operation.OperationOutcome;
import io.labvm.contract.operation.OperationRequest;
import io.labvm.contract.operation.OperationResult;
import io.labvm.contract.operation.OperationSnapshot;
import io.labvm.contract.operation.OperationState;
import io.labvm.contract.operation.Progress;
import io.labvm.contract.operation.StepError;
import io.labvm.contract.operation.StepSnapshot;
import io.labvm.contract.operation.StepState;
import io.labvm.contract.store.BaseId;
import io.labvm.contract.store.ChainHead;
import io.labvm.contract.store.CreateDesktop;
import io.labvm.contract.store.DeleteStoredDesktop;
import io.labvm.contract.store.SealDesktop;
import io.labvm.contract.store.SealedVersion;
import io.labvm.contract.store.StorePing;
import io.labvm.contract.store.StoredDesktop;
import io.labvm.contract.store.TakeEpoch;
import io.labvm.contract.store.TakenEpoch;
import io.labvm.contract.store.VerifyVersion;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DataConverter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The wire format of every payload; a changed file means that running workflows must still read it.
 */
class PayloadGoldenTest {
  private static final Path GOLDEN = Path.of("src/test/resources/payloads");
  private static final DataConverter CONVERTER = LabVmDataConverter.create();

  static Stream<Record> payloads() {
    var desktop = new DesktopId("d1");
    var operation = new OperationId("op1");
    var node = new NodeId("n1");
    var base = new BaseId("tiny-1");
    var upper = new UpperId("u1");
    var spec =
        new DesktopSpec(
            desktop,
            "alice",
            base,
            node,
            "10.213.0.2",
            "zh_CN",
            new Limits(1500, 1L << 31, 500, 1));
    var request = new OperationRequest(operation, OperationKind.RESTART_SESSION, "a1", true);
    var error = new StepError(FailureCode.NO_VNC_ANSWER, "vnc", "no answer");
    var step = new StepSnapshot("vnc", StepState.RETRYING, 2, 1L, null, "Node.AwaitVnc", error);
    var picture =
        new OperationSnapshot(
            operation,
            desktop,
            OperationKind.REGISTER,
            OperationState.ROLLED_BACK,
            7,
            List.of(step),
            error);
    return Stream.of(
        spec,
        request,
        picture,
        new DesktopState(
            spec,
            DesktopPhase.NODE_LOST,
            node,
            3,
            upper,
            9,
            5L,
            List.of(request),
            List.of(operation),
            true,
            DesktopState.Registration.DONE),
        new DesktopSnapshot(desktop, 4, DesktopPhase.RUNNING, node, 5L, operation),
        new DesktopOperation(request, spec, DesktopPhase.STOPPED, node, 3, upper, 5L),
        new OperationOutcome(picture, DesktopPhase.FAILED, node, 3, upper, 5L),
        new AcceptedOperation(operation, true),
        new ApprovalDecision(operation, true, "reason"),
        new Progress(1, 2, "bytes", 3L),
        new PlaceDesktop(operation, spec),
        new Placement(node),
        new AssignDesktop(desktop, node, 3, upper),
        new FenceCheck(desktop, node, 4, 5000),
        new NodeNews(node, true),
        new CreateDesktop(desktop, base, operation),
        new StoredDesktop(desktop, base, 0),
        new TakeEpoch(desktop, node, upper, 2, operation),
        new TakenEpoch(3),
        new DeleteStoredDesktop(desktop, operation),
        new StorePing("store", "1"),
        new FetchBase(base),
        new FetchedBase(base, 1),
        new PrepareRoot(desktop, 3, base, upper, true),
        new PreparedRoot(upper, true),
        new RunContainer(spec, 3, operation),
        new StartedContainer("c", 1),
        new AwaitVnc(desktop, 3, 60),
        new VncAnswer(1),
        new ReleaseRoot(desktop, true),
        new NodePing(node, "boot", "1"),
        new CaptureUpper(desktop, 3, operation),
        new Captured(new ChainHead(upper, 2, "00"), "frozen", 4, 5, 6),
        new SealDesktop(desktop, operation, new ChainHead(upper, 2, "00"), "manual"),
        new SealedVersion(
            desktop, 1, true, "frozen", "manual", operation, 2, 3, 4, 5, 6, List.of()),
        new VerifyVersion(desktop, 1),
        new OperationResult(1, true, "frozen", 2, 3, 4));
  }

  @ParameterizedTest
  @MethodSource("payloads")
  void isWrittenAsItAlwaysWas(Record payload) throws IOException {
    Path file = GOLDEN.resolve(payload.getClass().getSimpleName() + ".json");
    assertThat(json(payload)).isEqualTo(Files.readString(file).strip());
  }

  @ParameterizedTest
  @MethodSource("payloads")
  void isReadBack(Record payload) {
    assertThat(read(json(payload), payload.getClass())).isEqualTo(payload);
  }

  @Test
  void unknownFieldsAndMissingNumbersAreAccepted() {
    assertThat(read("{\"epoch\":3,\"later\":{\"x\":1}}", TakenEpoch.class))
        .isEqualTo(new TakenEpoch(3));
    assertThat(read("{}", TakenEpoch.class)).isEqualTo(new TakenEpoch(0));
  }

  private static String json(Record payload) {
    return CONVERTER.toPayload(payload).orElseThrow().getData().toString(StandardCharsets.UTF_8);
  }

  private static <T> T read(String json, Class<T> type) {
    Payload sample = CONVERTER.toPayload(new TakenEpoch(1)).orElseThrow();
    Payload payload = sample.toBuilder().setData(ByteString.copyFromUtf8(json)).build();
    return CONVERTER.fromPayload(payload, type, type);
  }
}
