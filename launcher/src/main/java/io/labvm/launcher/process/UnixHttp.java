package io.labvm.launcher.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * HTTP over a Unix socket, which the JDK's client cannot do: one request per connection, the answer
 * read to its end. Enough for supervisord and Docker Engine.
 */
final class UnixHttp {
  private final Path socket;

  UnixHttp(Path socket) {
    this.socket = socket;
  }

  /**
   * An answer.
   *
   * @param body without headers; chunked bodies are not understood, HTTP/1.0 forbids them
   */
  record Answer(int status, String body) {
    boolean ok() {
      return status / 100 == 2;
    }
  }

  Answer call(String method, String path, String contentType, String body) throws IOException {
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "%s %s HTTP/1.0\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
            .formatted(method, path, contentType, content.length);
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      write(channel, request(head, content));
      return answer(readAll(channel));
    }
  }

  /** In one piece: a server that answers at the head alone would close before the rest is sent. */
  private static byte[] request(String head, byte[] content) {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    bytes.writeBytes(content);
    return bytes.toByteArray();
  }

  private static void write(SocketChannel channel, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  private static String readAll(SocketChannel channel) throws IOException {
    var bytes = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    while (channel.read(buffer) >= 0) {
      bytes.write(buffer.array(), 0, buffer.position());
      buffer.clear();
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static Answer answer(String text) throws IOException {
    int end = text.indexOf("\r\n\r\n");
    String[] status = text.split(" ", 3);
    if (end < 0 || status.length < 2 || !status[1].matches("\\d{3}")) {
      throw new IOException("not an HTTP answer: " + text.lines().findFirst().orElse(""));
    }
    return new Answer(Integer.parseInt(status[1]), text.substring(end + 4));
  }
}
