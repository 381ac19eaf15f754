package io.labvm.layers.view;

import io.labvm.layers.delta.TreePath;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Hands on the content of a regular file of a view. */
public final class ViewContent {
  private static final int STEP = 1 << 16;

  private ViewContent() {}

  /**
   * All of it. What lies in a layer is compared with its manifest on the way; the last bytes are
   * written when it is right, so that nobody takes a damaged file for a whole one.
   *
   * @param path of the file in the view
   * @throws io.labvm.layers.LayerException damaged
   */
  public static void copy(StackView view, TreePath path, ViewNode file, OutputStream out)
      throws IOException {
    try (Proofs proofs = new Proofs()) {
      copy(view, file, 0, file.inode().size(), proofs.of(path, file), out);
    }
  }

  /** A part of it, which nothing proves. */
  public static void copy(StackView view, ViewNode file, long from, long length, OutputStream out)
      throws IOException {
    copy(view, file, from, length, Optional.empty(), out);
  }

  static void copy(
      StackView view,
      ViewNode file,
      long from,
      long length,
      Optional<ContentProof> proof,
      OutputStream out)
      throws IOException {
    byte[] bytes = new byte[STEP];
    long end = from + length;
    for (long at = from; at < end; ) {
      int n = view.read(file, at, ByteBuffer.wrap(bytes, 0, (int) Math.min(STEP, end - at)));
      if (n <= 0) {
        throw new EOFException("content ends at byte " + at);
      }
      if (proof.isPresent()) {
        proof.get().follow(at, bytes, n);
        if (at + n == end) {
          proof.get().finish();
        }
      }
      out.write(bytes, 0, n);
      at += n;
    }
  }
}
