package io.labvm.contract.desktop;

import io.labvm.contract.operation.OperationId;

/**
 * An admin's answer to a registration.
 *
 * @param operation the registration
 * @param approved true to go on, false to refuse it
 * @param reason shown to the member when refused; may be empty
 */
public record ApprovalDecision(OperationId operation, boolean approved, String reason) {}
