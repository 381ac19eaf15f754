package io.labvm.gateway;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Keys of the gateway.
 *
 * @param listen address of all public ports
 * @param portalUrl where the portal's internal API is
 * @param portalCertificateFile the certificate the portal serves, PEM; absent where it speaks plain
 *     HTTP or its certificate is trusted anyway
 * @param internalTokenFile bearer token of that API
 * @param ticketKeyFile Ed25519 key that signs tickets, PEM
 * @param caFile the cluster CA's certificate, PEM
 * @param stateDir keeps the last routes
 */
@ConfigurationProperties(prefix = "labvm.gateway", ignoreUnknownFields = false)
record GatewayProperties(
    @DefaultValue("127.0.0.1") String listen,
    URI portalUrl,
    @Nullable Path portalCertificateFile,
    Path internalTokenFile,
    Path ticketKeyFile,
    Path caFile,
    Path stateDir,
    @DefaultValue GatewayLimits limits) {}
