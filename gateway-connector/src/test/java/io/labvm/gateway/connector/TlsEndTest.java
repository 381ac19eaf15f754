package io.labvm.gateway.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.ssl.OpenSsl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both implementations of TLS, against themselves and each other. */
class TlsEndTest {
  private static final String NAME = "n1.node.labvm";
  private static final int BYTES = 3_000_001;

  /** The common pool may be a single thread, which would wait for its own work. */
  private static final Executor THREADS = work -> Thread.ofVirtual().start(work);

  private static final TrustManager[] TRUSTS_ALL = {
    new X509ExtendedTrustManager() {
      @Override
      public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

      @Override
      public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

      @Override
      public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

      @Override
      public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

      @Override
      public void checkClientTrusted(X509Certificate[] chain, String type) {}

      @Override
      public void checkServerTrusted(X509Certificate[] chain, String type) {}

      @Override
      public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
      }
    }
  };

  private final Authority authority = new Authority();

  TlsEndTest() throws GeneralSecurityException {}

  /** Two ends that have shaken hands. */
  private record Pair(TlsEnd client, TlsEnd server) implements AutoCloseable {
    @Override
    public void close() {
      client.close();
      server.close();
    }
  }

  @Test
  void loadsTheLibraryOnTheSystemsThatWeBuildFor() {
    OpenSsl.ensureAvailability();
  }

  @ParameterizedTest
  @CsvSource({"true,true", "true,false", "false,true", "false,false"})
  void carriesMuchBothWaysAtOnce(boolean nativeClient, boolean nativeServer) throws Exception {
    try (var pair = pair(nativeClient, nativeServer)) {
      var there = writing(pair.client, random(1));
      var back = writing(pair.server, random(2));
      var served = CompletableFuture.supplyAsync(() -> all(pair.server), THREADS);

      assertThat(all(pair.client)).isEqualTo(random(2));
      assertThat(served.join()).isEqualTo(random(1));
      there.join();
      back.join();
    }
  }

  @ParameterizedTest
  @CsvSource({"true,true", "true,false", "false,true", "false,false"})
  void staysOpenOneWayWhenTheOtherHasEnded(boolean nativeClient, boolean nativeServer)
      throws Exception {
    try (var pair = pair(nativeClient, nativeServer)) {
      pair.client.shutdownOutput();
      pair.client.shutdownOutput();
      assertThat(pair.server.input().read()).isEqualTo(-1);
      var answer = writing(pair.server, random(3));

      assertThat(all(pair.client)).isEqualTo(random(3));
      answer.join();
    }
  }

  /** What comes in one read with the handshake's last record belongs to the connection already. */
  @ParameterizedTest
  @CsvSource({"true,true", "true,false", "false,true", "false,false"})
  void hearsWhatComesTogetherWithTheEndOfTheHandshake(boolean nativeClient, boolean nativeServer)
      throws Exception {
    var shown = TlsContext.showing(authority.keys("n1"), nativeServer);
    var trust = TlsContext.trusting(authority.ca.certificate(), nativeClient);
    try (var listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      var near = SocketChannel.open(listener.getLocalAddress()).socket();
      var late = new Late(PumpEnd.of(listener.accept()), new CompletableFuture<>());
      var served =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return TlsHandshake.shake(shown.server(), late);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              },
              THREADS);
      try (late;
          var client = TlsEnd.client(near, trust, NAME)) {
        client.output().write(7);
        client.shutdownOutput();
        late.sent.complete(null);

        try (var records = served.join().records()) {
          var into = records.buffer(Records.WIRE_BYTES);
          var received = served.join().received();
          while (records.open(received, into) && late.read(received.compact()) >= 0) {
            received.flip();
          }
          assertThat(into.flip().remaining()).isEqualTo(1);
          assertThat(into.get()).isEqualTo((byte) 7);
        }
      }
    }
  }

  /** Hears the peer's first flight at once, and the rest when all of it was sent. */
  private record Late(PumpEnd end, CompletableFuture<Void> sent, AtomicInteger reads)
      implements PumpEnd {
    Late(PumpEnd end, CompletableFuture<Void> sent) {
      this(end, sent, new AtomicInteger());
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
      if (reads.incrementAndGet() > 1) {
        sent.join();
      }
      return end.read(into);
    }

    @Override
    public void write(ByteBuffer from) throws IOException {
      end.write(from);
    }

    @Override
    public boolean direct() {
      return end.direct();
    }

    @Override
    public void shutdownOutput() throws IOException {
      end.shutdownOutput();
    }

    @Override
    public void close() {
      end.close();
    }
  }

  /** An ordinary socket says that it ends and then waits for the other's end before it closes. */
  @ParameterizedTest
  @CsvSource({"true", "false"})
  void letsAPeerCloseThoughTheDesktopIsSilent(boolean isNative) throws Exception {
    var shown = TlsContext.showing(authority.keys("n1"), isNative);
    var trusting = SSLContext.getInstance("TLSv1.3");
    trusting.init(null, TRUSTS_ALL, null);
    try (var listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      var near = SocketChannel.open(listener.getLocalAddress()).socket();
      var far = listener.accept().socket();
      var service = PumpEnd.of(SocketChannel.open(listener.getLocalAddress()));
      var served =
          CompletableFuture.runAsync(
              () -> {
                var peer = server(far, shown);
                var limit = Duration.ofMillis(1);
                BytePump.relay(peer, service, BytePump.Tap.NONE, BytePump.Tap.NONE, limit);
              },
              THREADS);
      try (var desktop = listener.accept()) {
        var factory = trusting.getSocketFactory();
        var client = (SSLSocket) factory.createSocket(near, NAME, near.getPort(), true);
        client.getOutputStream().write(7);
        assertThat(desktop.read(ByteBuffer.allocate(1))).isEqualTo(1);
        client.close();
        served.join();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void keepsToTheTimeOutOfItsSocket(boolean isNative) throws Exception {
    try (var pair = pair(isNative, isNative)) {
      pair.client.socket().setSoTimeout(1);
      assertThatThrownBy(() -> pair.client.input().read())
          .isInstanceOf(SocketTimeoutException.class);
      pair.client.socket().setSoTimeout(0);
      pair.server.output().write(7);

      assertThat(pair.client.input().read()).isEqualTo(7);
    }
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void failsAfterItWasClosedAndWakesItsReader(boolean isNative) throws Exception {
    try (var pair = pair(isNative, isNative)) {
      var reader =
          CompletableFuture.runAsync(
              () ->
                  assertThatThrownBy(() -> pair.client.input().read())
                      .isInstanceOf(IOException.class),
              THREADS);
      pair.client.close();
      pair.client.close();

      reader.join();
      assertThatThrownBy(() -> pair.client.output().write(1)).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> pair.client.input().read()).isInstanceOf(IOException.class);
      pair.client.shutdownOutput();
    }
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void refusesWhatIsNoRecord(boolean isNative) throws Exception {
    try (var pair = pair(isNative, isNative)) {
      pair.server.socket().getOutputStream().write(new byte[100]);

      assertThatThrownBy(() -> pair.client.input().read()).isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void trustsNoOtherNameAndNoOtherAuthority(boolean isNative) throws Exception {
    assertThatThrownBy(() -> pair(authority, "n2.node.labvm", isNative, isNative))
        .isInstanceOf(SSLException.class)
        .hasStackTraceContaining("n2.node.labvm");
    assertThatThrownBy(() -> pair(new Authority(), NAME, isNative, isNative))
        .isInstanceOf(SSLException.class)
        .hasStackTraceContaining("PKIX");
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void looksAtTheNameAlsoWhenTheServerIsKnown(boolean isNative) throws Exception {
    var shown = TlsContext.showing(authority.keys("n1"), isNative);
    var trust = TlsContext.trusting(authority.ca.certificate(), isNative);
    for (var i = 0; i < 5; i++) {
      try (var pair = pair(trust, NAME, shown)) {
        // What follows the handshake, such as a ticket for the next one, must have come.
        pair.server.output().write(7);
        assertThat(pair.client.input().read()).isEqualTo(7);
        pair.client.output().write(8);
        assertThat(pair.server.input().read()).isEqualTo(8);
      }
      assertThatThrownBy(() -> pair(trust, "n2.node.labvm", shown))
          .isInstanceOf(SSLException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void trustsNoCertificateThatHasExpired(boolean isNative) throws Exception {
    var expired = Authority.Expired.of("n1");
    var shown = TlsContext.showing(expired.keys(), isNative);
    var trust = TlsContext.trusting(expired.authority(), isNative);

    assertThatThrownBy(() -> pair(trust, NAME, shown))
        .isInstanceOf(SSLException.class)
        .hasStackTraceContaining("CertificateExpired");
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void speaksNothingOlderThanTls13(boolean isNative) throws Exception {
    var older = SSLContext.getInstance("TLSv1.2");
    older.init(authority.keys("n1").getKeyManagers(), TRUSTS_ALL, null);
    var shown = TlsContext.showing(authority.keys("n1"), isNative);
    try (var listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      try (var near = SocketChannel.open(listener.getLocalAddress()).socket();
          var far = listener.accept().socket();
          var client =
              (SSLSocket) older.getSocketFactory().createSocket(near, NAME, near.getPort(), true)) {
        var served = CompletableFuture.supplyAsync(() -> server(far, shown), THREADS);
        assertThatThrownBy(client::startHandshake).isInstanceOf(IOException.class);
        assertThatThrownBy(served::join).hasRootCauseInstanceOf(SSLException.class);
      }
    }
  }

  private Pair pair(boolean nativeClient, boolean nativeServer) throws Exception {
    return pair(authority, NAME, nativeClient, nativeServer);
  }

  private Pair pair(Authority trusted, String name, boolean nativeClient, boolean nativeServer)
      throws Exception {
    var shown = TlsContext.showing(authority.keys("n1"), nativeServer);
    var trust = TlsContext.trusting(trusted.ca.certificate(), nativeClient);
    return pair(trust, name, shown);
  }

  private static Pair pair(TlsContext trust, String name, TlsContext shown) throws IOException {
    try (var listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      var near = SocketChannel.open(listener.getLocalAddress()).socket();
      var far = listener.accept().socket();
      var server = CompletableFuture.supplyAsync(() -> server(far, shown), THREADS);
      try {
        return new Pair(TlsEnd.client(near, trust, name), server.join());
      } catch (IOException e) {
        near.close();
        far.close();
        throw e;
      }
    }
  }

  private static TlsEnd server(Socket socket, TlsContext context) {
    try {
      return TlsEnd.server(socket, context);
    } catch (IOException e) {
      close(socket);
      throw new UncheckedIOException(e);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes in pieces of many sizes, from both kinds of buffers, then ends. */
  private static CompletableFuture<Void> writing(TlsEnd end, byte[] bytes) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            var from = ByteBuffer.wrap(bytes);
            for (var size = 1; from.hasRemaining(); size = (int) (size * 3L % 400_009)) {
              var piece = from.slice(from.position(), Math.min(size, from.remaining()));
              from.position(from.position() + piece.remaining());
              end.write(
                  size % 2 == 0
                      ? piece
                      : ByteBuffer.allocateDirect(piece.remaining()).put(piece).flip());
            }
            end.shutdownOutput();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        THREADS);
  }

  /** Reads to the end, with buffers too small for a record and large ones, of both kinds. */
  private static byte[] all(TlsEnd end) {
    try {
      var all = ByteBuffer.allocate(BYTES);
      var direct = ByteBuffer.allocateDirect(200_000);
      var small = ByteBuffer.allocate(1000);
      for (var i = 0; ; i++) {
        var into = i % 5 == 0 ? small : direct;
        if (end.read(into.clear()) < 0) {
          return all.array();
        }
        all.put(into.flip());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] random(long seed) {
    var bytes = new byte[BYTES];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
