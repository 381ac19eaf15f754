/** Tests of the node channel inside an application. Only the binding of its keys. */
@NullMarked
package io.labvm.nodechannel.server.spring;

import org.jspecify.annotations.NullMarked;
