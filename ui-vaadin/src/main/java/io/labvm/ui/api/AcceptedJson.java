package io.labvm.ui.api;

import io.labvm.ui.operations.Accepted;
import java.net.URI;
import org.springframework.http.ResponseEntity;

/** The answer to a command. */
record AcceptedJson(String operation, String desktop) {
  static ResponseEntity<AcceptedJson> of(Accepted accepted) {
    return ResponseEntity.accepted()
        .location(URI.create("/api/v1/operations/" + accepted.operation()))
        .body(new AcceptedJson(accepted.operation().value(), accepted.desktop().value()));
  }
}
