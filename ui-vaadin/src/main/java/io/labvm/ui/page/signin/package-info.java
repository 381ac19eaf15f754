/**
 * The page that lets members in.
 *
 * <p>Says the same to an unknown login and to a wrong password.
 */
@NullMarked
package io.labvm.ui.page.signin;

import org.jspecify.annotations.NullMarked;
