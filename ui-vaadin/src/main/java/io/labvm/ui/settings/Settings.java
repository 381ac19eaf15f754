package io.labvm.ui.settings;

/**
 * What an admin may change.
 *
 * @param approvalRequired true when an admin decides on every new registration
 */
public record Settings(boolean approvalRequired) {}
