package io.labvm.ui.accounts;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Removes rows that have served their time. Several portals may do it at once. */
@Component
class HouseKeeping {
  private final Lockout lockout;
  private final Tokens tokens;
  private final SignIns signIns;

  HouseKeeping(Lockout lockout, Tokens tokens, SignIns signIns) {
    this.lockout = lockout;
    this.tokens = tokens;
    this.signIns = signIns;
  }

  @Scheduled(initialDelayString = "PT10M", fixedDelayString = "PT1H")
  void run() {
    lockout.removeOld();
    tokens.removeOld();
    signIns.removeOld();
  }
}
