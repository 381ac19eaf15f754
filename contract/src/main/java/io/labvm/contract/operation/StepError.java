package io.labvm.contract.operation;

import io.labvm.contract.failure.FailureCode;

/**
 * Why a step failed. Prose is made by the reader from the code; the details are technical and
 * short.
 *
 * @param detail what was attempted, on what, and the cause's own words; never a secret or a stack
 *     trace
 */
public record StepError(FailureCode code, String step, String detail) {}
