/**
 * Why an operation failed, as a closed list of codes.
 *
 * <p>Codes travel as the type of ApplicationFailure; pages turn them into words.
 */
@NullMarked
package io.labvm.contract.failure;

import org.jspecify.annotations.NullMarked;
