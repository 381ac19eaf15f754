package io.labvm.nodechannel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChannelJsonTest {
  @Test
  void aBeaconKeepsItsWireForm() {
    var beacon =
        new Beacon("n1", "b", 5, -1, List.of(new HeldDesktop("d1", 3, null, Activity.GONE)));

    assertThat(new String(ChannelJson.write(beacon), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"node\":\"n1\",\"bootId\":\"b\",\"sentAtBoot\":5,\"agentAgeMillis\":-1,"
                + "\"desktops\":[{\"desktop\":\"d1\",\"epoch\":3,\"upper\":null,"
                + "\"activity\":\"gone\"}]}");
    assertThat(ChannelJson.read(ChannelJson.write(beacon), Beacon.class)).isEqualTo(beacon);
  }

  @Test
  void aLargestBeaconFitsTheChannel() {
    var held = new HeldDesktop("d".repeat(63), Long.MAX_VALUE, "u".repeat(64), Activity.RUNNING);
    var beacon =
        new Beacon(
            "n".repeat(63), "b".repeat(64), 1, 1, Collections.nCopies(Beacon.MAX_DESKTOPS, held));

    assertThat(ChannelJson.write(beacon)).hasSizeLessThan(ChannelJson.MAX_BYTES);
  }

  @Test
  void readsNewerRecordsAndRefusesBrokenOnes() {
    assertThat(read("{\"desktops\":[],\"later\":1}").desktops()).isEmpty();
    for (var broken : List.of("", "null", "{}", "{\"desktops\":[{}]}", "[".repeat(1000))) {
      assertThatThrownBy(() -> read(broken)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void secretsAreNotPrinted() {
    var secrets =
        new DesktopSecrets("alice", "s3cret12", "ssh-ed25519 KEY", "zh_CN", "alice", null);

    assertThat(secrets.toString()).doesNotContain("s3cret12").doesNotContain("KEY");
  }

  private static BeaconReply read(String json) {
    return ChannelJson.read(json.getBytes(StandardCharsets.UTF_8), BeaconReply.class);
  }
}
