/** Tests of the channel's records and keys. No server is needed: that is the server module's. */
@NullMarked
package io.labvm.nodechannel;

import org.jspecify.annotations.NullMarked;
