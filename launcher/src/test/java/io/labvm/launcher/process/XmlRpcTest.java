package io.labvm.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class XmlRpcTest {
  @TempDir private Path directory;

  private List<?> call(String answer) throws Exception {
    Path socket = directory.resolve("s");
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      Thread thread = Thread.ofVirtual().start(() -> serve(server, answer));
      try {
        return new XmlRpc(new UnixHttp(socket)).call("m", "p", true);
      } finally {
        thread.join();
      }
    }
  }

  private static void serve(ServerSocketChannel server, String answer) {
    try (var channel = server.accept()) {
      channel.read(ByteBuffer.allocate(1 << 16));
      String text = "HTTP/1.0 200 OK\r\nContent-Type: text/xml\r\n\r\n" + answer;
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String response(String value) {
    return "<?xml version='1.0'?><methodResponse><params><param><value>"
        + value
        + "</value></param></params></methodResponse>";
  }

  @Test
  void readsListsOfStructs() throws Exception {
    String struct =
        "<struct><member><name>pid</name><value><int>7</int></value></member>"
            + "<member><name>up</name><value><boolean>1</boolean></value></member>"
            + "<member><name>name</name><value><string>a</string></value></member></struct>";
    assertThat(call(response("<array><data><value>" + struct + "</value></data></array>")))
        .isEqualTo(List.of(Map.of("pid", 7L, "up", true, "name", "a")));
  }

  @Test
  void faultsBecomeExceptions() {
    String fault =
        "<methodResponse><fault><value><struct>"
            + "<member><name>faultCode</name><value><int>10</int></value></member>"
            + "<member><name>faultString</name><value><string>BAD_NAME: x</string></value></member>"
            + "</struct></value></fault></methodResponse>";
    assertThatThrownBy(() -> call(fault)).isInstanceOf(IOException.class).hasMessage("BAD_NAME: x");
  }
}
