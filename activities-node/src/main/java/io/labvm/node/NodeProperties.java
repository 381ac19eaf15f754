package io.labvm.node;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * One node. The keys' meanings stand in application.yaml.
 *
 * <p>Twenty-two components, since the names are fixed between the processes and flat.
 */
@ConfigurationProperties(prefix = "labvm.node", ignoreUnknownFields = false)
public record NodeProperties(
    String id,
    @DefaultValue("default") String home,
    Path stateDir,
    Path runDir,
    Path identityDir,
    Path storePath,
    @DefaultValue("unix:///run/docker.sock") String dockerHost,
    @DefaultValue("/labvm") String cgroupParent,
    @DefaultValue("1") int share,
    @DefaultValue("10.213.0.0/16") String subnet,
    @DefaultValue List<String> deniedNetworks,
    @DefaultValue List<String> nameservers,
    @DefaultValue("512MB") DataSize reserve,
    @DefaultValue("24h") Duration keepUpper,
    @DefaultValue("5GB") DataSize keepFree,
    @DefaultValue("30d") Duration keepLeftBehind,
    Channel channel,
    @DefaultValue Relay relay,
    @DefaultValue Reading reading,
    @DefaultValue Metrics metrics,
    @DefaultValue Gpu gpu,
    @DefaultValue Kernel kernel) {
  private static final Pattern NODE = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final Pattern CGROUP = Pattern.compile("(/[A-Za-z0-9][A-Za-z0-9._-]*)+");

  /** All that is wrong is told at once. */
  public NodeProperties {
    List<String> problems = new ArrayList<>();
    need(problems, "id", id);
    need(problems, "state-dir", stateDir);
    need(problems, "run-dir", runDir);
    need(problems, "identity-dir", identityDir);
    need(problems, "store-path", storePath);
    need(problems, "channel.urls", channel);
    must(problems, id == null || NODE.matcher(id).matches(), "id must match " + NODE);
    must(problems, CGROUP.matcher(cgroupParent).matches(), "cgroup-parent must be like /a/b");
    must(problems, share >= 1, "share must be 1 or more");
    must(problems, keepLeftBehind.isPositive(), "keep-left-behind must be more than nothing");
    must(problems, !metrics.isOpen(), "metrics.password-file is missing beside metrics.address");
    must(problems, Subnet.isValid(subnet), "subnet must be like 10.213.0.0/16");
    deniedNetworks.forEach(
        network ->
            must(problems, Subnet.isValid(network), "denied-networks: " + network + " is none"));
    nameservers.forEach(
        server ->
            must(problems, Subnet.isAddress(server), "nameservers: " + server + " is no address"));
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("labvm.node: " + String.join("; ", problems));
    }
    deniedNetworks = List.copyOf(deniedNetworks);
    nameservers = List.copyOf(nameservers);
  }

  /**
   * The node channel.
   *
   * @param urls tried in turn
   * @param timeout for one server's answer
   */
  public record Channel(List<URI> urls, @DefaultValue("5s") Duration timeout) {
    public Channel {
      urls = List.copyOf(urls);
    }
  }

  /**
   * The relay.
   *
   * @param connections at most at once
   * @param perDesktop connections of one desktop at most
   * @param opening how long TLS and ticket may take together
   */
  public record Relay(
      @DefaultValue("0.0.0.0") String address,
      @DefaultValue("7443") int port,
      @DefaultValue("1024") int connections,
      @DefaultValue("64") int perDesktop,
      @DefaultValue("5s") Duration opening) {}

  /** Where the portal reads what was left behind; the address is the relay's. */
  public record Reading(@DefaultValue("7444") int port) {}

  /**
   * Where Prometheus reads.
   *
   * @param passwordFile of the user {@code prometheus}; may be missing only on loopback
   */
  public record Metrics(
      @DefaultValue("127.0.0.1") String address,
      @DefaultValue("7445") int port,
      @Nullable Path passwordFile) {
    private boolean isOpen() {
      return passwordFile == null && !address.equals("::1") && !address.startsWith("127.");
    }
  }

  /**
   * The GPUs.
   *
   * @param program that tells of them, by name or path
   * @param specifications folders of the Container Device Interface; of two of the same device the
   *     later one's counts
   */
  public record Gpu(
      @DefaultValue("nvidia-smi") String program,
      @DefaultValue({"/etc/cdi", "/var/run/cdi"}) List<String> specifications) {
    public Gpu {
      specifications = List.copyOf(specifications);
    }
  }

  /** Capabilities of newer kernels that may be used where they are found. */
  public record Kernel(
      @DefaultValue("true") boolean newMountApi,
      @DefaultValue("true") boolean fileBackedImages,
      @DefaultValue("true") boolean deviceTables) {}

  private static void need(List<String> problems, String key, @Nullable Object value) {
    must(problems, value != null, key + " is missing");
  }

  private static void must(List<String> problems, boolean holds, String problem) {
    if (!holds) {
      problems.add(problem);
    }
  }
}
