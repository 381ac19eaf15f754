package io.labvm.gateway.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class BytePumpTest {
  private static final int BYTES = 5_000_000;

  /** Two connected sockets. */
  private record Pair(Socket near, Socket far) {
    static Pair open() throws IOException {
      try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        var near = new Socket(listener.getInetAddress(), listener.getLocalPort());
        return new Pair(near, listener.accept());
      }
    }
  }

  @Test
  void carriesBothWaysAndPassesEachEndOn() throws Exception {
    var client = Pair.open();
    var server = Pair.open();
    var pump = pump(client, server, BytePump.Tap.NONE);
    var request = random(1);
    var reply = random(2);

    var served =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                var got = server.near().getInputStream().readAllBytes();
                server.near().getOutputStream().write(reply);
                server.near().shutdownOutput();
                return got;
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    client.near().getOutputStream().write(request);
    client.near().shutdownOutput();

    assertThat(client.near().getInputStream().readAllBytes()).isEqualTo(reply);
    assertThat(served.join()).isEqualTo(request);
    pump.join();
    assertThat(client.far().isClosed()).isTrue();
    assertThat(server.far().isClosed()).isTrue();
  }

  @Test
  void endsBothDirectionsWhenATapRefuses() throws Exception {
    var client = Pair.open();
    var server = Pair.open();
    var pump =
        pump(
            client,
            server,
            _ -> {
              throw new IOException("no");
            });
    client.near().getOutputStream().write(1);

    assertThat(server.near().getInputStream().read()).isEqualTo(-1);
    pump.join();
    assertThat(client.far().isClosed()).isTrue();
  }

  /** As long as the limit is not over, the other direction stays: see the first test. */
  @Test
  void endsADirectionThatCarriesNothingAfterTheOtherHasEnded() throws Exception {
    var client = Pair.open();
    var server = Pair.open();
    var pump = pump(client, server, BytePump.Tap.NONE, Duration.ofMillis(1));
    client.near().shutdownOutput();

    assertThat(server.near().getInputStream().read()).isEqualTo(-1);
    pump.join();
    assertThat(client.near().getInputStream().read()).isEqualTo(-1);
  }

  /** The other direction is held up by a peer that does not read, not by silence. */
  @Test
  void endsADirectionThatNobodyReadsAfterTheOtherHasEnded() throws Exception {
    var client = Pair.open();
    var server = Pair.open();
    var pump = pump(client, server, BytePump.Tap.NONE, Duration.ofMillis(1));
    var flood = CompletableFuture.runAsync(() -> flood(server.near()), BytePumpTest::start);
    client.near().shutdownOutput();

    pump.join();
    flood.join();
  }

  private static void flood(Socket socket) {
    try {
      while (true) {
        socket.getOutputStream().write(new byte[100_000]);
      }
    } catch (IOException e) {
      // The pump has closed its end.
    }
  }

  private static void start(Runnable work) {
    Thread.ofVirtual().start(work);
  }

  private static CompletableFuture<Void> pump(Pair client, Pair server, BytePump.Tap tap) {
    return pump(client, server, tap, Duration.ofDays(1));
  }

  private static CompletableFuture<Void> pump(
      Pair client, Pair server, BytePump.Tap tap, Duration halfOpen) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            BytePump.relay(
                PumpEnd.of(client.far()),
                PumpEnd.of(server.far()),
                tap,
                BytePump.Tap.NONE,
                halfOpen);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        BytePumpTest::start);
  }

  private static byte[] random(long seed) {
    var bytes = new byte[BYTES];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
