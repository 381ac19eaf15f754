package io.labvm.bench.nodes;

import io.labvm.nodechannel.JoinCommand;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;

/** The nodes that are played and the desktops on them; made once, found again by a second run. */
final class Population {
  private final Crowd crowd;
  private final RunningHome home;

  Population(Crowd crowd, RunningHome home) {
    this.crowd = crowd;
    this.home = home;
  }

  List<SimulatedNode> nodes() {
    return IntStream.range(0, crowd.nodes())
        .mapToObj(n -> new SimulatedNode(name(n), desktops(n), crowd.gpus()))
        .toList();
  }

  private static String name(int node) {
    return "sim-%03d".formatted(node);
  }

  private List<String> desktops(int node) {
    return IntStream.range(0, crowd.desktops())
        .mapToObj(d -> "%s-d%02d".formatted(name(node), d))
        .toList();
  }

  Path identity(SimulatedNode node) {
    return crowd.home().resolve("simulated").resolve(node.id());
  }

  /** Each with a token of its own, by the command that an admin types. */
  void join(List<SimulatedNode> nodes) throws IOException, InterruptedException {
    URI channel = home.channel();
    for (SimulatedNode node : nodes) {
      List<String> command =
          List.of(
              home.joinToken(node.id()),
              "--url",
              channel.toString(),
              "--node",
              node.id(),
              "--identity",
              identity(node).toString(),
              "--relay",
              "127.0.0.1:1");
      if (JoinCommand.run(command, System.err) != 0) {
        throw new IOException("node " + node.id() + " did not join");
      }
    }
  }

  /** Rows as the workflow writes them; one member owns all desktops of a node. */
  void desktops(Connection database) throws SQLException {
    try (PreparedStatement owner =
            database.prepareStatement(
                """
                insert into account (id, login, display_name, mail, password_hash)
                values (?, ?, 'Simulated', 'sim@lab.example', '-') on conflict do nothing""");
        PreparedStatement desktop =
            database.prepareStatement(
                """
                insert into desktop (id, owner, name, login, base, language, milli_cpus,
                  memory_bytes, pids, shm_bytes, ip, state, running_since, node, assigned_node,
                  assigned_epoch)
                values (?, ?, ?, ?, 'tiny-1', 'zh_CN', 4000, 17179869184, 4096, 8589934592,
                  '10.214.0.0'::inet + ?, 'running', now(), ?, ?, ?) on conflict do nothing""")) {
      for (int n = 0; n < crowd.nodes(); n++) {
        String login = "sim" + n;
        owner.setString(1, "a-" + login);
        owner.setString(2, login);
        owner.addBatch();
        for (int d = 0; d < crowd.desktops(); d++) {
          add(desktop, n, d, login);
        }
      }
      int[] owners = owner.executeBatch();
      int[] desktops = desktop.executeBatch();
      System.out.printf("%d owners, %d desktops%n", owners.length, desktops.length);
    }
  }

  private void add(PreparedStatement row, int node, int number, String login) throws SQLException {
    row.setString(1, desktops(node).get(number));
    row.setString(2, "a-" + login);
    row.setString(3, login);
    row.setString(4, login);
    row.setInt(5, node * crowd.desktops() + number + 1);
    row.setString(6, name(node));
    row.setString(7, name(node));
    row.setLong(8, SimulatedNode.EPOCH);
    row.addBatch();
  }
}
