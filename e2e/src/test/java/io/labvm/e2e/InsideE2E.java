package io.labvm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a member finds inside a desktop of base min, and what stays over stop and start. */
@ExtendWith(LabExtension.class)
class InsideE2E {
  private static final String CHANGES =
      """
      set -e
      echo mine > /mine
      echo '# changed' >> /etc/profile
      useradd -m colleague
      mkdir -p /tmp/p/DEBIAN /tmp/p/opt/hello
      printf 'Package: hello-labvm\\nVersion: 1\\nArchitecture: all\\nMaintainer: lab\\nDescription: test\\n' \
        > /tmp/p/DEBIAN/control
      echo hello > /tmp/p/opt/hello/file
      dpkg-deb -b /tmp/p /tmp/hello.deb >/dev/null && dpkg -i /tmp/hello.deb >/dev/null
      mkdir /opt/moving && echo moved > /opt/moving/file
      python3 -c 'import os; os.rename("/opt/moving", "/srv/moved")'
      echo linked > /var/one && ln /var/one /usr/two
      cp /usr/bin/env /usr/local/bin/capable
      python3 - <<'P'
      import os, struct
      # vfs_cap_data, revision 2, effective: CAP_NET_BIND_SERVICE permitted
      os.setxattr("/usr/local/bin/capable", "security.capability",
                  struct.pack("<IIIII", 0x02000001, 1 << 10, 0, 0, 0))
      P
      chmod u+s /usr/local/bin/capable
      mkfifo /var/fifo
      rm -r /usr/share/doc/tini
      """;

  private static final String LOOK =
      """
      cat /mine; tail -n 1 /etc/profile; id -un colleague; dpkg -s hello-labvm | grep Status
      cat /opt/hello/file /srv/moved/file
      [ "$(stat -c %i:%h /var/one)" = "$(stat -c %i:%h /usr/two)" ] && stat -c %h /var/one
      python3 -c 'import os; print(os.getxattr("/usr/local/bin/capable", "security.capability").hex())'
      stat -c %A /usr/local/bin/capable; stat -c %F /var/fifo; ls -d /usr/share/doc/tini 2>&1 | tail -c 10
      """;

  @Test
  void wholeMachineKeepsWhatItsMemberDoes(Lab lab) throws Exception {
    lab.launch(Duration.ofMinutes(10), "base", "build", "min");
    String login = Lab.newLogin();
    var body = new LinkedHashMap<>(Lab.registration(login, null));
    body.put("base", "min");
    var answer = lab.api().post("/api/v1/registrations", body).expect(202);
    var member =
        new Member(
            lab,
            login,
            answer.text("desktop"),
            answer.text("operation"),
            lab.api().signIn(login, Lab.PASSWORD));
    member.awaitOperation(member.registration(), "succeeded");
    try (var viewer = member.awaitViewer()) {
      viewer.awaitColours(100, Duration.ofSeconds(60));
    }
    var shell = member.shell();
    assertThat(shell.asMember("sudo -n id -u").orFail().output().strip()).isEqualTo("0");
    assertThat(shell.sh("id -un 1000")).isEqualTo(login);
    assertThat(shell.sh("awk '$2 == \"/\" {print $3}' /proc/mounts")).isEqualTo("overlay");
    assertThat(shell.sh("locale -a")).contains("zh_CN.utf8");
    shell.sh(CHANGES);
    String before = shell.sh(LOOK);
    assertThat(before).contains("mine", "install ok installed", "hello", "moved", "fifo");
    member.does("stop");
    member.does("start");
    assertThat(shell.sh(LOOK)).isEqualTo(before);
    sshAddressAnswers(member);
    member.does("delete");
  }

  private static void sshAddressAnswers(Member member) throws Exception {
    String[] address = member.show().path("addresses").path("ssh").asString().split(":");
    try (var socket = new java.net.Socket(address[0], Integer.parseInt(address[1]))) {
      socket.setSoTimeout(10_000);
      assertThat(
              new String(
                  socket.getInputStream().readNBytes(4),
                  java.nio.charset.StandardCharsets.US_ASCII))
          .isEqualTo("SSH-");
    }
  }
}
