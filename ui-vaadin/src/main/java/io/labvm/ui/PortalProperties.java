package io.labvm.ui;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The portal's configuration. One record for all its features, because its keys, fixed in the
 * wiring document, share one prefix.
 *
 * @param homeName shown to people as the platform's name
 * @param publicHost host of the VNC and SSH addresses that members are told
 * @param publicUrl absolute URL of the portal, without a slash at the end
 * @param temporalUiUrl absolute URL of the Temporal UI for admins; absent for none
 * @param approvalRequired whether an admin decides on registrations, until changed by an admin
 * @param firstAdminPasswordFile read once, when the account {@code admin} is made; deleted when its
 *     password is changed
 * @param adminTokenFile bearer token of the account {@code admin} for the home's root
 * @param internalTokenFile bearer token of the internal API
 * @param sealKeyFile seals the desktops' secrets in the database
 * @param ticketKeyFile signs the tickets for relays
 * @param caFile certificate of the cluster CA
 * @param desktopSubnet the desktops' private IPv4 addresses, the same on all nodes
 * @param defaultBase full id or bare name
 * @param storePath root of the store; its {@code bases/} is read
 * @param storeReadingUrl where the store agent lets versions be read, without a slash at the end;
 *     absent: they cannot be read
 */
@Validated
@ConfigurationProperties(prefix = "labvm.portal", ignoreUnknownFields = false)
public record PortalProperties(
    @DefaultValue("labVm") @NotBlank String homeName,
    @DefaultValue("127.0.0.1") @NotBlank String publicHost,
    @DefaultValue("http://127.0.0.1:8123") @NotNull URI publicUrl,
    @Nullable URI temporalUiUrl,
    @DefaultValue("false") boolean approvalRequired,
    @NotNull Path firstAdminPasswordFile,
    @NotNull Path adminTokenFile,
    @NotNull Path internalTokenFile,
    @NotNull Path sealKeyFile,
    @NotNull Path ticketKeyFile,
    @NotNull Path caFile,
    @DefaultValue @Valid VncPorts vncPorts,
    @DefaultValue @Valid SshPorts sshPorts,
    @DefaultValue("10.213.0.0/16") @Pattern(regexp = "\\d+\\.\\d+\\.\\d+\\.0/(1[6-9]|2[0-4])")
        String desktopSubnet,
    @DefaultValue("full") @NotBlank String defaultBase,
    @NotNull Path storePath,
    @Nullable URI storeReadingUrl,
    @DefaultValue @Valid DesktopLimits limits,
    @DefaultValue @Valid Throttle throttle,
    @DefaultValue @Valid SignInLife signIn,
    @DefaultValue @Valid BrowserView browserView) {

  /** Public ports of the desktops' VNC addresses. */
  public record VncPorts(
      @DefaultValue("9001") @Min(1) @Max(65_535) int first,
      @DefaultValue("100") @Min(1) int count) {}

  /** Public ports of the desktops' SSH addresses. */
  public record SshPorts(
      @DefaultValue("10001") @Min(1) @Max(65_535) int first,
      @DefaultValue("100") @Min(1) int count) {}

  /**
   * What a new desktop may use.
   *
   * @param milliCpus thousandths of a CPU
   * @param memory swap included; half of it is the size of {@code /dev/shm}
   */
  public record DesktopLimits(
      @DefaultValue("2000") @Min(100) int milliCpus,
      @DefaultValue("4GB") @NotNull DataSize memory,
      @DefaultValue("4096") @Min(64) int pids) {}

  /**
   * Limits on guessing and flooding.
   *
   * @param signInFailures wrong passwords per login and address before the lock
   * @param signInLock how long it lasts
   * @param registrations taken per address within {@code registrationWindow}
   * @param tokenLife life of an API token
   */
  public record Throttle(
      @DefaultValue("10") @Min(1) int signInFailures,
      @DefaultValue("5m") @NotNull Duration signInLock,
      @DefaultValue("20") @Min(1) int registrations,
      @DefaultValue("1h") @NotNull Duration registrationWindow,
      @DefaultValue("12h") @NotNull Duration tokenLife) {}

  /**
   * How long browsers stay signed in.
   *
   * @param idle a session without any use for so long ends
   * @param kept from signing in on, where the member wished to stay
   */
  public record SignInLife(
      @DefaultValue("8h") @NotNull Duration idle, @DefaultValue("30d") @NotNull Duration kept) {}

  /**
   * The desktop in the browser.
   *
   * @param ticketLife how long a ticket waits for its WebSocket
   * @param idle a connection without a byte in either direction for so long is closed
   * @param connections open ones per account
   */
  public record BrowserView(
      @DefaultValue("30s") @NotNull Duration ticketLife,
      @DefaultValue("30m") @NotNull Duration idle,
      @DefaultValue("8") @Min(1) int connections) {}
}
