/**
 * How agents let the portal read members' files over mutual TLS: requests, answers and refusals of
 * the store agent and the node agents alike. What there is to read is theirs.
 */
@NullMarked
package io.labvm.nodechannel.reading;

import org.jspecify.annotations.NullMarked;
