package io.labvm.node.desktop;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.failure.FailureCode;
import io.labvm.node.failure.NodeFailure;
import io.labvm.node.rundir.DesktopInput;
import io.labvm.nodechannel.DesktopSecrets;
import io.labvm.nodechannel.NodeChannelClient;
import java.io.IOException;

/** Secrets over the node channel. */
public final class ChannelSecrets implements SecretSource {
  private final NodeChannelClient channel;

  public ChannelSecrets(NodeChannelClient channel) {
    this.channel = channel;
  }

  @Override
  public Granted fetch(DesktopId desktop, long epoch) {
    try {
      DesktopSecrets secrets = channel.secrets(desktop.value(), epoch);
      return new Granted(
          new DesktopInput(
              secrets.login(),
              secrets.language(),
              secrets.hostname(),
              secrets.vncSecret(),
              secrets.authorizedKeys()),
          secrets.gpus());
    } catch (IOException | IllegalArgumentException e) {
      throw unavailable(desktop, epoch, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable(desktop, epoch, e);
    }
  }

  private static NodeFailure unavailable(DesktopId desktop, long epoch, Exception cause) {
    return new NodeFailure(
        FailureCode.SECRETS_UNAVAILABLE,
        "fetching the secrets of desktop %s at epoch %d: %s"
            .formatted(desktop, epoch, cause.getMessage()),
        cause);
  }
}
