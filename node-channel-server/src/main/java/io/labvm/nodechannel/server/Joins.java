package io.labvm.nodechannel.server;

import io.labvm.nodechannel.ClusterCa;
import io.labvm.nodechannel.Digests;
import io.labvm.nodechannel.JoinReply;
import io.labvm.nodechannel.JoinRequest;
import io.labvm.nodechannel.JoinToken;
import io.labvm.nodechannel.Pem;
import java.security.PublicKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Admits new nodes by one-time tokens.
 *
 * <p>The same token and key get the same answer as often as asked; a node id that was ever used
 * with another key is refused.
 */
final class Joins {
  private final JdbcClient database;
  private final TransactionOperations transactions;
  private final ClusterCa authority;
  private final PublicKey ticketKey;

  Joins(
      JdbcClient database,
      TransactionOperations transactions,
      ClusterCa authority,
      PublicKey ticketKey) {
    this.database = database;
    this.transactions = transactions;
    this.authority = authority;
    this.ticketKey = ticketKey;
  }

  JoinReply join(JoinRequest request) {
    var key = Digests.sha256(provenKey(request).getEncoded());
    var certificate = transactions.execute(_ -> admitted(request, key));
    if (certificate == null) {
      throw new IllegalStateException("a join without a certificate");
    }
    return new JoinReply(certificate, Pem.of(authority.certificate()), Pem.of(ticketKey));
  }

  private static PublicKey provenKey(JoinRequest request) {
    try {
      return ClusterCa.requestedKey(request.csr());
    } catch (IllegalArgumentException e) {
      throw Refusal.badRequest("the certificate request cannot be used");
    }
  }

  private String admitted(JoinRequest request, String key) {
    var token = token(request);
    var known = known(request.node());
    if (known.isPresent()) {
      return repeated(known.get(), request, key);
    }
    if (!token.usable()) {
      throw Refusal.forbidden("the token was used before or has expired");
    }
    return added(request, key);
  }

  /** The token's row, locked: two joins with one token come one after the other. */
  private TokenRow token(JoinRequest request) {
    var token =
        database
            .sql(
                """
                select node, used_at is null and expires_at > now() as usable
                from node_join_token where sha256 = ? for update
                """)
            .param(digest(request))
            .query((row, _) -> new TokenRow(row.getString("node"), row.getBoolean("usable")))
            .optional()
            .orElseThrow(() -> Refusal.forbidden("the token is not known"));
    if (!token.node().equals(request.node())) {
      throw Refusal.forbidden("the token is for another node");
    }
    return token;
  }

  private static String digest(JoinRequest request) {
    try {
      return new JoinToken(request.token()).sha256();
    } catch (IllegalArgumentException e) {
      throw Refusal.forbidden("the token is not known");
    }
  }

  private Optional<NodeRow> known(String node) {
    return database
        .sql("select key_sha256, certificate, left_at is not null as gone from node where id = ?")
        .param(node)
        .query(
            (row, _) ->
                new NodeRow(
                    row.getString("key_sha256"),
                    row.getString("certificate"),
                    row.getBoolean("gone")))
        .optional();
  }

  private static String repeated(NodeRow known, JoinRequest request, String key) {
    var certificate = known.certificate();
    if (known.gone() || !known.keySha256().equals(key) || certificate == null) {
      throw Refusal.conflict("the node id " + request.node() + " was used before; take a new one");
    }
    return certificate;
  }

  private String added(JoinRequest request, String key) {
    var certificate = Pem.of(authority.signNode(request.csr(), request.node()));
    database
        .sql(
            """
            insert into node (id, key_sha256, certificate, shared_machine, relay_host, relay_port)
            values (?, ?, ?, ?, ?, ?)
            """)
        .params(
            request.node(),
            key,
            certificate,
            request.sharedMachine(),
            request.relayHost(),
            request.relayPort())
        .update();
    database
        .sql("update node_join_token set used_at = now() where sha256 = ?")
        .param(digest(request))
        .update();
    return certificate;
  }

  private record TokenRow(String node, boolean usable) {}

  private record NodeRow(String keySha256, @Nullable String certificate, boolean gone) {}
}
