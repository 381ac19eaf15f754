package io.labvm.gateway.connector;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Turns an RFB client away with a reason that its window shows. */
public final class RfbRefusal {
  private static final int VERSION_LENGTH = 12;

  private RfbRefusal() {}

  /**
   * Says why and returns; the caller closes. The caller also bounds the wait for the client's
   * version by a read time-out.
   *
   * @param reason plain text, English: RFB has no language
   */
  public static void refuse(InputStream in, OutputStream out, String reason) throws IOException {
    var answer = new DataOutputStream(out);
    answer.write("RFB 003.008\n".getBytes(StandardCharsets.US_ASCII));
    answer.flush();
    var version = new String(in.readNBytes(VERSION_LENGTH), StandardCharsets.US_ASCII);
    if (version.startsWith("RFB 003.003")) {
      answer.writeInt(0);
    } else {
      answer.writeByte(0);
    }
    var text = reason.getBytes(StandardCharsets.UTF_8);
    answer.writeInt(text.length);
    answer.write(text);
    answer.flush();
  }
}
