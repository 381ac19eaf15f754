package io.labvm.ui.page;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.storage.PrunePlan;
import io.labvm.contract.storage.RetentionRules;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.storage.RetentionService;
import io.labvm.ui.storage.RetentionView;
import org.jspecify.annotations.Nullable;

/** Rules in memory. */
record FakeRetention(FakePortal portal) implements RetentionService {
  @Override
  public RetentionView of(Caller caller, DesktopId desktop) {
    return portal.retention;
  }

  @Override
  public RetentionView change(Caller caller, DesktopId desktop, @Nullable RetentionRules rules) {
    portal.calls.add("keep " + rules);
    portal.retention =
        new RetentionView(
            rules == null ? RetentionRules.DEFAULT : rules,
            rules == null,
            portal.retention.nextPruningAt());
    return portal.retention;
  }

  @Override
  public PrunePlan preview(Caller caller, DesktopId desktop, RetentionRules rules) {
    portal.calls.add("would keep " + rules.hourly() + " hourly");
    if (portal.refusal != null) {
      throw portal.refusal;
    }
    return portal.plan;
  }

  @Override
  public RetentionRules common() {
    return RetentionRules.DEFAULT;
  }

  @Override
  public RetentionRules changeCommon(Caller caller, RetentionRules rules) {
    return rules;
  }
}
