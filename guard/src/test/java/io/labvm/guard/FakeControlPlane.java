package io.labvm.guard;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.labvm.nodechannel.Beacon;
import io.labvm.nodechannel.BeaconReply;
import io.labvm.nodechannel.ChannelJson;
import io.labvm.nodechannel.ClusterCa;
import io.labvm.nodechannel.DesktopVerdict;
import io.labvm.nodechannel.HeldDesktop;
import io.labvm.nodechannel.JoinCommand;
import io.labvm.nodechannel.JoinReply;
import io.labvm.nodechannel.JoinRequest;
import io.labvm.nodechannel.JoinToken;
import io.labvm.nodechannel.Pem;
import io.labvm.nodechannel.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A channel that signs every node and gives the verdict it is told to give. */
final class FakeControlPlane implements AutoCloseable {
  final BlockingQueue<Beacon> beacons = new LinkedBlockingQueue<>();
  volatile Verdict verdict = Verdict.RUN;
  private final ClusterCa authority = ClusterCa.create("test");
  private final HttpsServer server;

  FakeControlPlane() throws IOException {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
    server.setHttpsConfigurator(new HttpsConfigurator(authority.serverContext()));
    server.createContext("/node/v1/join", this::join);
    server.createContext("/node/v1/beacon", this::beacon);
    server.start();
  }

  String url() {
    return "https://127.0.0.1:" + server.getAddress().getPort();
  }

  void identity(String node, Path directory) throws InterruptedException {
    var token = JoinToken.mint(authority.certificate()).value();
    var where = List.of("--url", url(), "--relay", "127.0.0.1:7443");
    var arguments = new ArrayList<>(List.of(token, "--node", node));
    arguments.addAll(List.of("--identity", directory.toString()));
    arguments.addAll(where);
    if (JoinCommand.run(arguments, System.err) != 0) {
      throw new AssertionError("no identity");
    }
  }

  private void join(HttpExchange exchange) throws IOException {
    var request = ChannelJson.read(exchange.getRequestBody().readAllBytes(), JoinRequest.class);
    try {
      var ticketKey = KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic();
      answer(
          exchange,
          new JoinReply(
              Pem.of(authority.signNode(request.csr(), request.node())),
              Pem.of(authority.certificate()),
              Pem.of(ticketKey)));
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private void beacon(HttpExchange exchange) throws IOException {
    var beacon = ChannelJson.read(exchange.getRequestBody().readAllBytes(), Beacon.class);
    answer(exchange, new BeaconReply(beacon.desktops().stream().map(this::verdict).toList()));
    beacons.add(beacon);
  }

  private DesktopVerdict verdict(HeldDesktop held) {
    return new DesktopVerdict(held.desktop(), verdict, held.epoch(), 300_000);
  }

  private static void answer(HttpExchange exchange, Object reply) throws IOException {
    try (exchange) {
      var bytes = ChannelJson.write(reply);
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
