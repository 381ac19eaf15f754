package io.labvm.contract.control;

/**
 * What became of a backup that a schedule wanted.
 *
 * @param asked whether the desktop was asked for it
 * @param reason why not; empty when it was
 */
public record RequestedBackup(boolean asked, String reason) {}
