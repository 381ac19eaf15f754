package io.labvm.contract.storage;

import io.labvm.contract.desktop.DesktopId;

/** The rules of a desktop. */
public record DesktopRules(DesktopId desktop, RetentionRules rules) {}
