/** Module node-channel. */
@NullMarked
package io.labvm.nodechannel;

import org.jspecify.annotations.NullMarked;
