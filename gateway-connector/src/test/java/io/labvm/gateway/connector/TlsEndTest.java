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
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both implementations of TLS, against themselves and each other. */
class TlsEndTest {
  private static final String NAME = "n1.node.labvm";
  private static final int BYTES = 3_000_001;

  /** The common pool may be a single thread, which would wait for its own work. */
  private static final Executor THREADS = work -> Thread.ofVirtual().start(work);

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
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> pair(new Authority(), NAME, isNative, isNative))
        .isInstanceOf(IOException.class);
  }

  private Pair pair(boolean nativeClient, boolean nativeServer) throws Exception {
    return pair(authority, NAME, nativeClient, nativeServer);
  }

  private Pair pair(Authority trusted, String name, boolean nativeClient, boolean nativeServer)
      throws Exception {
    var shown = TlsContext.showing(authority.keys("n1"), nativeServer);
    var trust = TlsContext.trusting(trusted.ca.certificate(), nativeClient);
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
