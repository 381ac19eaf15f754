/** Tests of the gateway, most of them over real sockets with a made-up portal and relay. */
@NullMarked
package io.labvm.gateway;

import org.jspecify.annotations.NullMarked;
