package io.labvm.ui.common;

import io.labvm.contract.operation.Progress;
import java.time.Duration;

/** How far a step is, in words: {@code 1.2 / 3.1 GiB · 40 s left}. */
final class ProgressText {
  private ProgressText() {}

  static String of(Progress progress) {
    var eta = progress.etaSeconds();
    return eta == null
        ? amount(progress)
        : amount(progress)
            + " · "
            + Words.text("progress.left", Quantities.duration(Duration.ofSeconds(eta)));
  }

  private static String amount(Progress progress) {
    if (progress.unit().equals("bytes")) {
      return Quantities.bytesOf(progress.done(), progress.total());
    }
    var done = Quantities.count(progress.done());
    var count = progress.total() > 0 ? done + " / " + Quantities.count(progress.total()) : done;
    return Words.text(progress.unit().equals("files") ? "progress.files" : "progress.parts", count);
  }
}
