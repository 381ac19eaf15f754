package io.labvm.node.container;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The beginning of what a program in a container writes; the rest is thrown away. */
final class ExecOutput extends ResultCallback.Adapter<Frame> {
  private final int most;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

  /**
   * @param most bytes that are kept
   */
  ExecOutput(int most) {
    this.most = most;
  }

  @Override
  public void onNext(Frame frame) {
    byte[] bytes = frame.getPayload();
    synchronized (kept) {
      kept.write(bytes, 0, Math.min(bytes.length, most - kept.size()));
    }
  }

  String text() {
    synchronized (kept) {
      return kept.toString(StandardCharsets.UTF_8);
    }
  }
}
