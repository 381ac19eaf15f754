package io.labvm.node.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateNetworkCmd;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Network;
import io.labvm.contract.failure.FailureCode;
import io.labvm.node.failure.NodeFailure;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;

/** What an engine must have before the first container: the skeleton image and the network. */
final class Skeleton {
  static final String IMAGE = "labvm/skeleton";

  private final EngineSettings settings;

  Skeleton(EngineSettings settings) {
    this.settings = settings;
  }

  void ensure(DockerClient client) {
    ensureImage(client);
    ensureNetwork(client);
  }

  private void ensureImage(DockerClient client) {
    try {
      var ignored = client.inspectImageCmd(IMAGE).exec();
      return;
    } catch (NotFoundException e) {
      // imported below
    }
    client.loadImageCmd(new ByteArrayInputStream(SkeletonImage.archive(IMAGE + ":latest"))).exec();
  }

  private void ensureNetwork(DockerClient client) {
    EngineSettings.Network wanted = settings.network();
    List<Network> same =
        client.listNetworksCmd().withNameFilter(wanted.name()).exec().stream()
            .filter(network -> network.getName().equals(wanted.name()))
            .toList();
    if (same.isEmpty()) {
      create(client, wanted);
    } else if (!subnets(same.getFirst()).contains(wanted.subnet())) {
      throw new NodeFailure(
          FailureCode.CONTAINER_FAILED,
          "the engine's network %s has %s instead of %s; remove it"
              .formatted(wanted.name(), subnets(same.getFirst()), wanted.subnet()));
    }
  }

  private static void create(DockerClient client, EngineSettings.Network wanted) {
    CreateNetworkCmd command =
        client
            .createNetworkCmd()
            .withName(wanted.name())
            .withDriver("bridge")
            .withCheckDuplicate(true)
            .withIpam(
                new Network.Ipam()
                    .withConfig(
                        new Network.Ipam.Config()
                            .withSubnet(wanted.subnet())
                            .withGateway(wanted.gateway())))
            // the agent's own chains do what the engine is told not to do
            .withOptions(
                Map.of(
                    "com.docker.network.bridge.name",
                    wanted.bridge(),
                    "com.docker.network.bridge.enable_ip_masquerade",
                    "false"));
    try {
      var ignored = command.exec();
    } catch (ConflictException e) {
      // made by another call meanwhile
    }
  }

  private static List<String> subnets(Network network) {
    return network.getIpam().getConfig().stream().map(Network.Ipam.Config::getSubnet).toList();
  }
}
