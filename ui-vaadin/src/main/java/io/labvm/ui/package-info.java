/** Module ui-vaadin. */
@NullMarked
package io.labvm.ui;

import org.jspecify.annotations.NullMarked;
