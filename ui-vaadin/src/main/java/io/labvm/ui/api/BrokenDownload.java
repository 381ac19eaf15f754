package io.labvm.ui.api;

import java.io.IOException;
import java.io.Serial;

/** The rest of a download that has begun cannot be had: its connection has to be cut. */
final class BrokenDownload extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  BrokenDownload(IOException cause) {
    super("a download broke off", cause);
  }
}
