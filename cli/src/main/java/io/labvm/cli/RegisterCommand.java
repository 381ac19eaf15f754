package io.labvm.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** {@code labvm register}: a new member and their desktop. */
final class RegisterCommand {
  private final Session session;
  private final Output output;

  RegisterCommand(Session session, Output output) {
    this.session = session;
    this.output = output;
  }

  void run(Arguments arguments) {
    String login = arguments.word(1, "LOGIN");
    String password = SignIn.password("Password (at least 10 characters): ");
    var body = new LinkedHashMap<String, String>();
    body.put("login", login);
    body.put("password", password);
    put(body, "mail", arguments.value("--mail"));
    put(body, "displayName", arguments.value("--name"));
    put(body, "phone", arguments.value("--phone"));
    put(body, "base", arguments.value("--base"));
    put(body, "node", arguments.value("--node"));
    put(body, "language", arguments.value("--language"));
    var api = session.stranger(arguments);
    var accepted = api.post("/api/v1/registrations", body);
    var token =
        api.post("/api/v1/tokens", Map.of("login", login, "password", password))
            .path("token")
            .asString();
    session.save(arguments, login, token);
    new Follow(session.api(arguments), output).accepted(accepted, arguments.has("--no-wait"));
  }

  private static void put(Map<String, String> body, String field, Optional<String> value) {
    value.ifPresent(v -> body.put(field, v));
  }
}
