/** Tests of the node channel: a real server, real TLS, a real PostgreSQL. */
@NullMarked
package io.labvm.nodechannel.server;

import org.jspecify.annotations.NullMarked;
