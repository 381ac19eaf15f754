package io.labvm.nodechannel.server.spring;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Keys of the node channel.
 *
 * @param address address to listen on
 * @param port port to listen on; 0 takes a free one
 * @param caKeystore the cluster CA, PKCS#12
 * @param caPasswordFile file with the password of the former
 * @param ticketPublicKeyFile Ed25519 key handed to joining nodes, PEM
 * @param sealKeyFile key of the sealed secrets, base64
 * @param receiver name of this process in beacon rows
 * @param lease how long a node may go on after its last answered beacon
 */
@ConfigurationProperties(prefix = "labvm.node-channel", ignoreUnknownFields = false)
public record NodeChannelProperties(
    @DefaultValue("127.0.0.1") String address,
    int port,
    Path caKeystore,
    Path caPasswordFile,
    Path ticketPublicKeyFile,
    Path sealKeyFile,
    @DefaultValue("portal") String receiver,
    @DefaultValue("20s") Duration lease) {}
