package io.labvm.layers.store;

import io.labvm.layers.LayerException;
import io.labvm.layers.delta.Below;
import io.labvm.layers.delta.DeltaSource;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.delta.LeftOut;
import io.labvm.layers.durable.Durable;
import io.labvm.layers.durable.FaultPoint;
import io.labvm.layers.fold.Fold;
import io.labvm.layers.layer.LayerReader;
import io.labvm.layers.layer.LayerSummary;
import io.labvm.layers.layer.LayerVerify;
import io.labvm.layers.layer.LayerVerify.Depth;
import io.labvm.layers.layer.LayerWriter;
import io.labvm.layers.segment.BatchReader;
import io.labvm.layers.view.StackView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Folds deltas into a layer of the pool: written under {@code tmp/}, read back, published. */
final class LayerBuild {
  /** So many deltas are open at once; more are folded in steps, which gives the same layer. */
  private static final int WIDTH = 64;

  private final Store store;
  private final String creator;
  private final List<Digest> inputs;
  private final List<Digest> equal;
  private final OperationKey operation;
  private final Phases phases;

  /**
   * @param creator names the fault points too
   * @param inputs bottom to top, for the record
   * @param equal what the layer may stand for, bottom to top
   */
  LayerBuild(
      Store store,
      String creator,
      List<Digest> inputs,
      List<Digest> equal,
      OperationKey operation,
      Phases phases) {
    this.store = store;
    this.creator = creator;
    this.inputs = inputs;
    this.equal = equal;
    this.operation = operation;
    this.phases = phases;
  }

  /** Opens a delta. */
  interface Delta {
    DeltaSource open() throws IOException;
  }

  /**
   * Folds a checked chain. A batch is one delta, in however many segments it was shipped: its group
   * numbers mean the same in all of them, and nothing after them.
   *
   * @param leftOut what is known to be missing in it
   */
  Digest ofSegments(Chain chain, LeftOut leftOut, Stacks stacks, Stack below) throws IOException {
    List<Delta> deltas = new ArrayList<>();
    for (Chain batch : chain.batches()) {
      deltas.add(() -> BatchReader.open(batch.files(), batch.segments()));
    }
    return of(deltas, leftOut, stacks, below);
  }

  /** Folds layers, bottom to top. */
  Digest ofLayers(List<Digest> layers, Stacks stacks, Stack below) throws IOException {
    List<Delta> deltas = new ArrayList<>();
    LeftOut leftOut = LeftOut.NOTHING;
    for (Digest layer : layers) {
      Path directory = store.layers().directory(layer);
      deltas.add(() -> LayerReader.open(directory, layer));
      leftOut = leftOut.then(store.layers().get(layer).leftOut(), true);
    }
    return of(deltas, leftOut, stacks, below);
  }

  private Digest of(List<Delta> bottomFirst, LeftOut leftOut, Stacks stacks, Stack below)
      throws IOException {
    Path work = store.temporary(creator);
    Files.createDirectory(work);
    try (StackView view = stacks.open(below)) {
      List<Delta> deltas = narrow(bottomFirst, work);
      Path made = Files.createDirectory(work.resolve("layer"));
      reached("fold.before");
      LayerSummary summary = fold(deltas, view.below(), made);
      Durable.write(made.resolve(LayerPool.DOCUMENT), document(summary, leftOut).document());
      Durable.sync(made);
      reached("fold.after");
      phases.done("fold");
      verify(made, summary);
      reached("verify.after");
      phases.done("verify");
      boolean ignored = store.layers().publish(made, summary.id());
      reached("layer.after");
      return summary.id();
    } finally {
      Durable.remove(work);
    }
  }

  private void verify(Path made, LayerSummary summary) throws IOException {
    long names = LayerVerify.run(made, summary.id(), Depth.DATA, store.data());
    if (names != summary.entries()) {
      throw LayerException.damaged(
          made.resolve(LayerWriter.MANIFEST), 0, names + " names were written as another number");
    }
  }

  /** Few enough deltas to be open together; what is below stays unknown, so all marks stay. */
  private List<Delta> narrow(List<Delta> bottomFirst, Path work) throws IOException {
    List<Delta> deltas = bottomFirst;
    for (int round = 0; deltas.size() > WIDTH; round++) {
      List<Delta> fewer = new ArrayList<>();
      for (int from = 0; from < deltas.size(); from += WIDTH) {
        List<Delta> part = deltas.subList(from, Math.min(from + WIDTH, deltas.size()));
        Path step = Files.createDirectory(work.resolve(round + "-" + from));
        Digest id = fold(part, EVERYTHING, step).id();
        fewer.add(() -> LayerReader.open(step, id));
      }
      deltas = fewer;
    }
    return deltas;
  }

  /** Whatever is asked for may be there. */
  private static final Below EVERYTHING =
      new Below() {
        @Override
        public Kind kind(byte[] name) {
          return Kind.DIRECTORY;
        }

        @Override
        public Below directory(byte[] name) {
          return this;
        }
      };

  private LayerSummary fold(List<Delta> bottomFirst, Below below, Path into) throws IOException {
    List<DeltaSource> sources = new ArrayList<>();
    try (LayerWriter writer = LayerWriter.create(into, store.data())) {
      for (Delta delta : bottomFirst.reversed()) {
        sources.add(delta.open());
      }
      Fold.run(sources, below, writer);
      LayerSummary summary = writer.finish();
      Durable.sync(into.resolve(LayerWriter.IMAGE));
      Durable.sync(into.resolve(LayerWriter.MANIFEST));
      return summary;
    } catch (IOException e) {
      throw Durable.named(into, e);
    } finally {
      for (DeltaSource source : sources) {
        source.close();
      }
    }
  }

  private LayerDocument document(LayerSummary summary, LeftOut leftOut) {
    return new LayerDocument(
        summary,
        inputs.size() > LayerDocument.MAX_INPUTS ? List.of() : inputs,
        equal,
        leftOut,
        creator,
        operation,
        Instant.now().truncatedTo(ChronoUnit.MILLIS));
  }

  private void reached(String place) {
    FaultPoint.reach(creator + "." + place);
  }
}
