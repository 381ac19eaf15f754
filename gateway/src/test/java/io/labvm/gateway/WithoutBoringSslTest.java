package io.labvm.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.gateway.connector.Authority;
import io.labvm.gateway.connector.TlsContext;
import io.labvm.gateway.connector.TlsEnd;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In a process of its own, since a process loads the library once or never. */
class WithoutBoringSslTest {
  private static final PrintStream OUT = System.out;
  private static final String LIBRARY = "netty-tcnative-boringssl-static";

  @Test
  void encryptsByTheJdkAndSaysSoWhereTheLibraryIsMissing() throws Exception {
    assertThat(connection(false, List.of()))
        .contains("WARN")
        .contains("TLS of relay connections by the JDK")
        .contains("carried 7 and 8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-Dio.netty.native.workdir=/dev/null", "-Dos.arch=riscv64"})
  void encryptsByTheJdkWhereTheLibraryCannotBeLoaded(String condition) throws Exception {
    assertThat(connection(true, List.of(condition)))
        .contains("TLS of relay connections by the JDK")
        .contains("carried 7 and 8");
  }

  @Test
  void saysWhichLibraryEncryptsAndNothingElse() throws Exception {
    assertThat(connection(true, List.of()))
        .contains("TLS of relay connections by BoringSSL")
        .contains("carried 7 and 8")
        .doesNotContain("WARN");
  }

  /** What a process says that makes one connection. */
  private static String connection(boolean library, List<String> options) throws Exception {
    var classPath =
        Stream.of(System.getProperty("java.class.path").split(":"))
            .filter(path -> library || !path.contains(LIBRARY))
            .collect(Collectors.joining(":"));
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command = new ArrayList<>(List.of(java, "-Xmx64m", "--enable-native-access=ALL-UNNAMED"));
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, WithoutBoringSslTest.class.getName()));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  /** The process. */
  public static void main(String[] arguments) throws Exception {
    var authority = new Authority();
    var shown = TlsContext.showing(authority.keys("n1"));
    var trust = TlsContext.trusting(authority.ca.certificate());
    try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var near = new Socket(listener.getInetAddress(), listener.getLocalPort());
      var far = listener.accept();
      var server = CompletableFuture.supplyAsync(() -> server(far, shown));
      try (var client = TlsEnd.client(near, trust, "n1.node.labvm");
          var served = server.join()) {
        client.output().write(7);
        var first = served.input().read();
        served.output().write(8);
        OUT.printf("carried %d and %d%n", first, client.input().read());
      }
    }
  }

  private static TlsEnd server(Socket socket, TlsContext shown) {
    try {
      return TlsEnd.server(socket, shown);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
