/**
 * The record of every mutation: who, what, on what, from where.
 *
 * <p>Written in the transaction of the mutation itself.
 */
@NullMarked
package io.labvm.ui.audit;

import org.jspecify.annotations.NullMarked;
