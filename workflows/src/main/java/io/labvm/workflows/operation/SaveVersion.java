package io.labvm.workflows.operation;

import static java.util.Objects.requireNonNull;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.node.CaptureUpper;
import io.labvm.contract.node.Captured;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationResult;
import io.labvm.contract.store.SealDesktop;
import io.labvm.contract.store.SealedVersion;
import io.labvm.contract.store.VerifyVersion;
import io.temporal.workflow.Workflow;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The steps from a desktop's changes to a version that the pages show. */
final class SaveVersion {
  /** In the order in which they run; also those of a node that cannot capture any more. */
  static final StepName[] AFTER_CAPTURE = {StepName.SEAL, StepName.VERIFY, StepName.VERSION};

  /** In the order in which they run. */
  static final StepName[] STEPS = {
    StepName.CAPTURE, StepName.SEAL, StepName.VERIFY, StepName.VERSION
  };

  /** These steps behind others. */
  static StepName[] after(StepName... before) {
    return Stream.of(before, STEPS).flatMap(Stream::of).toArray(StepName[]::new);
  }

  private final OperationRun run;
  private final NodeId node;
  private final DesktopId desktop;
  private final OperationId operation;
  private @Nullable OperationResult result;

  SaveVersion(OperationRun run, NodeId node) {
    this.run = run;
    this.node = node;
    this.desktop = run.input().spec().desktop();
    this.operation = run.input().request().operation();
  }

  /**
   * Runs the steps; the last two are left out when the pages show the newest version already.
   *
   * @param trigger of the version
   * @return the newest version now
   */
  SealedVersion as(String trigger) {
    return seal(run.step(StepName.CAPTURE, _ -> capture()), trigger);
  }

  /**
   * Runs the steps behind the capture, for what a node that is gone had shipped: up to the newest
   * moment at which its files belonged together.
   */
  SealedVersion ofWhatWasShipped(String trigger) {
    return seal(new Captured(null, "live", 0, 0, 0), trigger);
  }

  private SealedVersion seal(Captured captured, String trigger) {
    Newest newest = run.step(StepName.SEAL, _ -> newest(captured, trigger));
    SealedVersion sealed = newest.version();
    result =
        new OperationResult(
            sealed.version(),
            sealed.created(),
            sealed.consistency(),
            captured.files(),
            captured.bytes(),
            captured.frozenMillis());
    run.came(result);
    if (newest.shown()) {
      run.skip(StepName.VERIFY, null);
      run.skip(StepName.VERSION, null);
      return sealed;
    }
    VerifyVersion verify = new VerifyVersion(desktop, sealed.version());
    run.step(StepName.VERIFY, () -> run.calls().storeIo().verifyVersion(verify));
    run.step(StepName.VERSION, () -> run.calls().control().projectVersion(sealed));
    return sealed;
  }

  private record Newest(SealedVersion version, boolean shown) {}

  private Newest newest(Captured captured, String trigger) {
    SealedVersion sealed =
        run.calls().storeIo().seal(new SealDesktop(desktop, operation, captured.head(), trigger));
    return new Newest(sealed, !sealed.created() && isShown(sealed.version()));
  }

  /** An earlier operation may have made it and have ended before it was shown. */
  private boolean isShown(long version) {
    return version == 0
        || Workflow.getVersion("missing-version", Workflow.DEFAULT_VERSION, 1) < 1
        || run.calls().control().showsVersion(desktop, version);
  }

  /** What the steps came to. */
  OperationResult result() {
    return requireNonNull(result);
  }

  private Captured capture() {
    return run.calls()
        .nodeIo(node)
        .capture(new CaptureUpper(desktop, run.input().epoch(), operation));
  }
}
