/**
 * What admins decide: requests, all desktops, settings of the platform.
 *
 * <p>Roles are checked again by every service.
 */
@NullMarked
package io.labvm.ui.page.admin;

import org.jspecify.annotations.NullMarked;
