package io.labvm.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Signing in and out; the token is kept, the password never. */
final class SignIn {
  private final Session session;
  private final Output output;

  SignIn(Session session, Output output) {
    this.session = session;
    this.output = output;
  }

  void login(Arguments arguments) {
    String login = arguments.word(1, "LOGIN");
    var answer =
        session
            .stranger(arguments)
            .post("/api/v1/tokens", Map.of("login", login, "password", password("Password: ")));
    session.save(arguments, login, answer.path("token").asString());
    output.say("Signed in to " + session.portal(arguments) + " as " + login);
  }

  void logout(Arguments arguments) {
    try {
      session.api(arguments).delete("/api/v1/tokens/current");
    } catch (Problem _) {
      // the token has ended already, or nobody was signed in
    }
    session.forget();
    output.say("Signed out");
  }

  /** From the terminal without echo, or the first line of a pipe; never from an argument. */
  static String password(String prompt) {
    Optional<Console> terminal = Optional.ofNullable(System.console()).filter(Console::isTerminal);
    if (terminal.isPresent()) {
      return Optional.ofNullable(terminal.get().readPassword("%s", prompt))
          .map(String::new)
          .orElse("");
    }
    try {
      var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      return Optional.ofNullable(in.readLine()).orElse("");
    } catch (IOException e) {
      throw new Problem("No password", String.valueOf(e.getMessage()), "");
    }
  }
}
