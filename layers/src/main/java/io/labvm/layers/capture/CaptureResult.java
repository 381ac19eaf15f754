package io.labvm.layers.capture;

import io.labvm.layers.erofs.Omissions;
import io.labvm.layers.index.Frame;
import java.io.Closeable;
import java.io.IOException;

/**
 * What a capture found and emitted.
 *
 * @param scanned names in the upper
 * @param entries emitted, without the root
 * @param whiteouts among them
 * @param bytes of emitted content, holes included, each name of a group counted
 * @param unstable names that changed while they were looked at, each left for the next capture or
 *     emitted as it was read
 * @param rootChanged whether the root's own attributes are news
 * @param omissions what has no form in a layer
 * @param frame for the index once the delta is durable; whoever gets this closes it
 */
public record CaptureResult(
    long scanned,
    long entries,
    long whiteouts,
    long bytes,
    long unstable,
    boolean rootChanged,
    Omissions omissions,
    Frame frame)
    implements Closeable {

  /** Whether the delta says anything but that the root is as it was. */
  public boolean isEmpty() {
    return entries == 0 && !rootChanged;
  }

  @Override
  public void close() throws IOException {
    frame.close();
  }
}
