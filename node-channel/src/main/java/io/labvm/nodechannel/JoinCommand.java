package io.labvm.nodechannel;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code labvm node join TOKEN --url URL… --node ID --identity DIR --relay HOST:PORT
 * [--shared-machine]}: makes a node's key and registers it.
 *
 * <p>Repeatable: an identity that has joined is kept. A token of {@code -} is read from standard
 * input, so that it need not stand in the process list. Exit codes: 0 joined, 1 refused or
 * unreachable, 64 usage.
 */
public final class JoinCommand {
  private static final int REFUSED = 1;
  private static final int USAGE = 64;
  private static final String HELP =
      "usage: labvm node join TOKEN|- --url URL [--url URL] --node ID --identity DIR"
          + " --relay HOST:PORT [--shared-machine]";

  private JoinCommand() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) throws InterruptedException {
    System.exit(run(List.of(arguments), System.err));
  }

  /** Runs the command and returns its exit code; messages are for people. */
  public static int run(List<String> arguments, PrintStream messages) throws InterruptedException {
    Arguments parsed;
    try {
      parsed = Arguments.parse(new ArrayDeque<>(arguments));
    } catch (IllegalArgumentException e) {
      messages.println("labvm node join: " + e.getMessage() + "\n" + HELP);
      return USAGE;
    }
    try {
      var joined =
          new NodeEnrolment(parsed.identity).join(parsed.token(), parsed.urls, parsed.spec());
      messages.println("node " + parsed.node + (joined ? " has joined" : " had joined already"));
      return 0;
    } catch (IOException | IllegalArgumentException e) {
      messages.println("labvm node join: node " + parsed.node + " did not join: " + reason(e));
      return REFUSED;
    }
  }

  private static String reason(Exception e) {
    var message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  /** The command line, one field per option. */
  private static final class Arguments {
    private final List<URI> urls = new ArrayList<>();
    private String token = "";
    private String node = "";
    private Path identity = Path.of("");
    private @Nullable URI relay;
    private boolean sharedMachine;

    static Arguments parse(Deque<String> rest) {
      var arguments = new Arguments();
      while (!rest.isEmpty()) {
        arguments.take(rest.removeFirst(), rest);
      }
      arguments.check();
      return arguments;
    }

    private void take(String word, Deque<String> rest) {
      switch (word) {
        case "--url" -> urls.add(URI.create(value(word, rest)));
        case "--node" -> node = Names.node(value(word, rest));
        case "--identity" -> identity = Path.of(value(word, rest));
        case "--relay" -> relay = URI.create("relay://" + value(word, rest));
        case "--shared-machine" -> sharedMachine = true;
        default -> {
          if (word.startsWith("--") || !token.isEmpty()) {
            throw new IllegalArgumentException(
                "unexpected " + (word.startsWith("--") ? word : "argument"));
          }
          token = word;
        }
      }
    }

    private void check() {
      if (token.isEmpty() || urls.isEmpty() || node.isEmpty() || identity.toString().isEmpty()) {
        throw new IllegalArgumentException("TOKEN, --url, --node and --identity are needed");
      }
      if (relay == null || relay.getHost() == null || relay.getPort() < 1) {
        throw new IllegalArgumentException("--relay must be HOST:PORT");
      }
    }

    JoinToken token() throws IOException {
      var text =
          token.equals("-")
              ? new String(System.in.readNBytes(1024), StandardCharsets.US_ASCII)
              : token;
      return new JoinToken(text.strip());
    }

    NodeEnrolment.JoinRequestSpec spec() {
      var address = Names.present("relay", relay);
      return new NodeEnrolment.JoinRequestSpec(
          node, address.getHost(), address.getPort(), sharedMachine);
    }

    private static String value(String option, Deque<String> rest) {
      var value = rest.pollFirst();
      if (value == null) {
        throw new IllegalArgumentException(option + " needs a value");
      }
      return value;
    }
  }
}
