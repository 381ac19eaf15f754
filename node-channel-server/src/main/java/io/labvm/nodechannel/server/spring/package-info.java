/**
 * Starts the node channel inside a Spring Boot application that sets its keys.
 *
 * <p>Nothing happens unless {@code labvm.node-channel.port} is set.
 */
@NullMarked
package io.labvm.nodechannel.server.spring;

import org.jspecify.annotations.NullMarked;
