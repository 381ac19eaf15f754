package io.labvm.ui.audit;

/** Who did something, as the audit names it. */
public interface Actor {
  /** Opaque account id. */
  String actorId();

  /** IP address the request came from. */
  String address();

  /** Refuses everybody but admins. */
  void requireAdmin();
}
