package io.labvm.nodechannel;

import java.io.IOException;
import java.io.Serial;
import java.net.URI;

/** The server of the channel answered, but not with what was asked for. */
public final class NodeChannelException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  private final int status;

  NodeChannelException(String message, int status) {
    super(message);
    this.status = status;
  }

  static NodeChannelException of(URI server, int status, byte[] body) {
    return new NodeChannelException(
        server + " answered " + status + ": " + ErrorReply.messageOf(body), status);
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }
}
