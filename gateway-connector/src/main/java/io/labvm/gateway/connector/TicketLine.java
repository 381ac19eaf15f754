package io.labvm.gateway.connector;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads the short lines that open a relay connection, and not one byte more. */
public final class TicketLine {
  private TicketLine() {}

  /**
   * Reads up to the newline, which is consumed and not returned. The caller bounds the time by the
   * socket's read time-out and an overall deadline.
   *
   * @throws RelayRefusal when the line is longer than {@link Ticket#MAX_LINE} or the stream ends
   */
  public static String read(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream(512);
    while (line.size() < Ticket.MAX_LINE) {
      var next = in.read();
      if (next == '\n') {
        return line.toString(StandardCharsets.US_ASCII);
      }
      if (next < 0) {
        throw new RelayRefusal(RelayError.BAD_TICKET, "the line ended early");
      }
      line.write(next);
    }
    throw new RelayRefusal(RelayError.BAD_TICKET, "the line is too long");
  }
}
