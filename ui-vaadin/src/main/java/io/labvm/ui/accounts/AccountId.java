package io.labvm.ui.accounts;

import io.labvm.contract.Checks;

/** Opaque id of an account; never used twice. */
public record AccountId(String value) {
  public AccountId {
    Checks.opaqueId("account", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
