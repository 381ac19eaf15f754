package io.labvm.launcher.command;

import io.labvm.launcher.build.Build;
import io.labvm.launcher.home.ConfigFiles;
import io.labvm.launcher.home.Laboratory;
import io.labvm.launcher.home.Ports;
import io.labvm.launcher.portal.Portal;
import java.util.ArrayList;
import java.util.List;

/** Lets a node of this machine join the control plane, as any other node would. */
final class Enrolment {
  static final String JOIN_COMMAND = "io.labvm.nodechannel.JoinCommand";

  private final Laboratory lab;
  private final Build build;

  Enrolment(Laboratory lab, Build build) {
    this.lab = lab;
    this.build = build;
  }

  void join(String node) {
    var arguments = new ArrayList<>(List.of("-"));
    new ConfigFiles(lab).channels().forEach(url -> arguments.addAll(List.of("--url", url)));
    arguments.addAll(List.of("--node", node));
    arguments.addAll(List.of("--identity", lab.home().node(node).resolve("identity").toString()));
    arguments.addAll(List.of("--relay", lab.address(node) + ":" + Ports.RELAY));
    if (lab.nodes().size() > 1) {
      arguments.add("--shared-machine");
    }
    try (var portal = new Portal(lab)) {
      build
          .command(JOIN_COMMAND, arguments)
          .reading(portal.nodeToken(node))
          .run()
          .orFail("Node " + node + " did not join", "See " + lab.home().log("portal"));
    }
  }
}
