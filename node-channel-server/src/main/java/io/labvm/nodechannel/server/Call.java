package io.labvm.nodechannel.server;

import com.sun.net.httpserver.HttpsExchange;
import io.labvm.nodechannel.ChannelJson;
import io.labvm.nodechannel.Digests;
import io.labvm.nodechannel.ErrorReply;
import io.labvm.nodechannel.NodeIdentity;
import java.io.IOException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** One HTTP exchange: who calls, what was sent, how to answer. */
final class Call {
  private final HttpsExchange exchange;

  Call(HttpsExchange exchange) {
    this.exchange = exchange;
  }

  /** Method and path, e.g. {@code POST /node/v1/beacon}. */
  String name() {
    return exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
  }

  /** The value of the query {@code name=<value>}, which must be the only one. */
  String onlyQuery(String name) {
    var query = exchange.getRequestURI().getQuery();
    if (query == null || !query.startsWith(name + "=") || query.contains("&")) {
      throw Refusal.badRequest("the query must be " + name + "=…");
    }
    return query.substring(name.length() + 1);
  }

  /** The node that shows a certificate of the cluster CA; a call without one is refused. */
  Caller caller() {
    try {
      var certificate = (X509Certificate) exchange.getSSLSession().getPeerCertificates()[0];
      var key = certificate.getPublicKey().getEncoded();
      return new Caller(NodeIdentity.commonName(certificate), Digests.sha256(key));
    } catch (SSLPeerUnverifiedException | IllegalArgumentException e) {
      throw Refusal.forbidden("this call needs a node's certificate");
    }
  }

  <T> T body(Class<T> type) throws IOException {
    var bytes = exchange.getRequestBody().readNBytes(ChannelJson.MAX_BYTES + 1);
    if (bytes.length > ChannelJson.MAX_BYTES) {
      throw Refusal.tooLarge();
    }
    try {
      return ChannelJson.read(bytes, type);
    } catch (IllegalArgumentException e) {
      throw Refusal.badRequest(String.valueOf(e.getMessage()));
    }
  }

  /** Answers 200 with the record, or 204 without one. */
  void answer(@Nullable Object reply) throws IOException {
    if (reply == null) {
      exchange.sendResponseHeaders(204, -1);
    } else {
      send(200, reply);
    }
  }

  void refuse(int status, String sentence) throws IOException {
    send(status, new ErrorReply(sentence));
  }

  private void send(int status, Object reply) throws IOException {
    var bytes = ChannelJson.write(reply);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
