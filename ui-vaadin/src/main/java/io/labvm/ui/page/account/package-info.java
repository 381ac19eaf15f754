/**
 * What members change about themselves.
 *
 * <p>Password, SSH keys, language.
 */
@NullMarked
package io.labvm.ui.page.account;

import org.jspecify.annotations.NullMarked;
