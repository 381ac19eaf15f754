package io.labvm.node.relay;

import io.labvm.gateway.connector.PumpEnd;
import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;

/**
 * The gateway's side. Closed below TLS: a polite close would wait for a write that a peer, who
 * reads no more, holds up for ever.
 */
final class TlsEnd implements PumpEnd {
  private final Socket plain;
  private final PumpEnd secured;

  TlsEnd(Socket plain, SSLSocket tls) throws IOException {
    this.plain = plain;
    this.secured = PumpEnd.of(tls);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    return secured.read(buffer, offset, length);
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    secured.write(buffer, offset, length);
  }

  @Override
  public void shutdownOutput() throws IOException {
    secured.shutdownOutput();
  }

  @Override
  public void close() {
    try {
      plain.close();
    } catch (IOException e) {
      // gone already
    }
  }
}
