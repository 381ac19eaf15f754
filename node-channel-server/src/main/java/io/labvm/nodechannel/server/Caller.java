package io.labvm.nodechannel.server;

/**
 * The node behind a connection, as its certificate says; whether it may still speak is for the
 * database to say.
 *
 * @param keySha256 digest of the certificate's public key
 */
record Caller(String node, String keySha256) {}
