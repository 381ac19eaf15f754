package io.labvm.launcher.process;

import io.labvm.launcher.home.Home;

/** The fixed parts of configuration files of programs that are not ours. */
final class Templates {
  private Templates() {}

  /** Everything of supervisord but its programs. */
  static String supervisord(Home home) {
    return """
      ; written by ./labvm up
      [unix_http_server]
      file=%s
      chmod=0600

      [supervisord]
      logfile=%s
      logfile_maxbytes=10MB
      pidfile=%s
      identifier=labvm
      minfds=8192
      user=root

      [rpcinterface:supervisor]
      supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface

      [supervisorctl]
      serverurl=unix://%s

      """
        .formatted(
            Supervisor.socket(home),
            ProcessSpec.escape(home.logs().resolve("supervisord.log").toString()),
            home.run().resolve("supervisord.pid"),
            Supervisor.socket(home));
  }

  /** A node's containerd, without the plugins that Docker does not use. */
  static String containerd(Home home, String node) {
    return """
      version = 2
      root = "%s"
      state = "%s"
      disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.snapshotter.v1.aufs", \
      "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.devmapper", \
      "io.containerd.snapshotter.v1.zfs", "io.containerd.tracing.processor.v1.otlp", \
      "io.containerd.internal.v1.tracing"]
      [grpc]
        address = "%s"
      [debug]
        level = "warn"
      """
        .formatted(
            home.node(node).resolve("containerd"),
            home.run(node).resolve("containerd"),
            home.run(node).resolve("containerd.sock"));
  }
}
