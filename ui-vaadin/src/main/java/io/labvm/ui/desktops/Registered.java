package io.labvm.ui.desktops;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.operation.OperationId;
import io.labvm.ui.accounts.AccountId;

/** A registration was taken: account and desktop exist, the operation creates the rest. */
public record Registered(AccountId account, OperationId operation, DesktopId desktop) {}
