/** Tests of tickets, the relay connection over real sockets, and the RFB follower. */
@NullMarked
package io.labvm.gateway.connector;

import org.jspecify.annotations.NullMarked;
