/**
 * Accounts: who may sign in, how they prove it, and what they may change about themselves.
 *
 * <p>Passwords are kept as Argon2 hashes; guessing is slowed by a lockout per login and address.
 */
@NullMarked
package io.labvm.ui.accounts;

import org.jspecify.annotations.NullMarked;
