package io.labvm.launcher.command;

import io.labvm.launcher.shell.UserError;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;

/** What {@code labvm help} prints. */
public final class Help {
  private static final String OVERVIEW =
      """
      ./labvm COMMAND            (./labvm COMMAND --help tells more)

      This machine
        up         start a laboratory here, after installing and building what is missing
        down       stop it; nothing is lost
        status     what runs
        logs       what a process has said
        base       make or import root file systems for desktops
        build      build the applications only
        test       run the tests

      The laboratory (as root on its machine no login is needed)
        login      sign in to a portal
        register   become a member
        desktop    ls, create, show, start, stop, switch, restart-session, rotate-secret, delete, vnc
        version    ls, backup, restore, fork, copy-back
        store      stats, maintenance
        left       changes that stayed on a node when a desktop went on elsewhere
        ops        operations and their steps
        gpu        who has which GPU, asking for some, how a node gives its own
        node       ls, cordon, uncordon, plan, drain, bring-home, join

      Tools
        layer      the layer engine: bases, mounts, verification
        bench      measure the layer engine beside other tools

      Exit codes: 0 done, 1 not done (one line says why), 3 not healthy (status), 64 wrong usage,
      70 a bug.
      """;

  private static final Map<String, String> DETAILS =
      Map.of(
          "up",
          """
          ./labvm up [--detach] [--base tiny|min|full] [--nodes N] [--home DIR]
                     [--port-base N | --ports auto] [--listen ADDR --tls-cert FILE --tls-key FILE]
                     [--moosefs]

          Starts everything and waits until it is healthy. In the foreground it then stays and tells
          what changes; Ctrl-C takes everything down again. With --detach it returns. On a laboratory
          that is up already it prints the same and returns.

            --base       root of new desktops (default min; tiny for tries, full for daily work)
            --nodes      nodes on this machine, 1 to 9 (default 2)
            --home       where everything is kept (default /var/lib/labvm)
            --port-base  all ports in the 300 from N on; --ports auto finds a free N
                         (default: portal 8123, VNC from 9001, SSH from 10001)
            --listen     address of portal, VNC and SSH (default 127.0.0.1); others need TLS files
            --moosefs    the store is a MooseFS of this machine, not a directory; for a new home only

          Settings are kept in the home; later starts need none.
          """,
          "down",
          """
          ./labvm down [--keep-desktops] [--home DIR]

          Stops desktops (20 s of grace), nodes and the control plane, and removes every mount,
          network and control group. Data stays. --keep-desktops stops the control plane only.
          """,
          "status",
          """
          ./labvm status [--json] [--home DIR]

          Exit code 0 when healthy, 3 when not (with --json always 0).
          """,
          "logs",
          """
          ./labvm logs NAME [-f] [-n LINES] [--home DIR]

          NAME as in status: postgres, temporal, portal, control, store, gateway,
          node-<id>-{containerd,dockerd,guard,agent}; with --moosefs also moosefs-master,
          moosefs-chunkserver, store-mount and node-<id>-store.
          """,
          "base",
          """
          ./labvm base build tiny|min|full [--home DIR]
          ./labvm base import NAME FILE.tar[.gz|.zst]|DIR|docker:IMAGE [--home DIR]

          Puts a new base into the home's store and prints its id, such as min-2.
          """,
          "build",
          """
          ./labvm build

          Builds the applications of these sources and prints where they are.
          """,
          "test",
          """
          ./labvm test [LEVEL…] [--minutes N] [--seed S] [--moosefs]

          Levels: unit, kernel, container, e2e, store, all (default); fuzz, chaos, switch-table, bench
          and full on request. The last line is 'N passed, N failed'; a skipped test counts as failed.
          switch-table takes hours: it hits every process at every step of a switch, and keeps what
          came of it in target/switch-table.md.

            --minutes N   how long fuzz and chaos go on
            --seed S      repeats what chaos left to chance; each run prints its own
            --moosefs     end-to-end tests and chaos on a MooseFS; chaos hits its clients, too
          """,
          "bench",
          """
          ./labvm bench layers [--runs N] [--only ROW]... [--store directory|moosefs|both]
                               [--quick] [--directory DIR]

          Installs rsync, lsyncd, restic, borg and MooseFS, then measures the layer engine beside
          them on the same data and prints a table a row: import, scan, ship, visible, idle, seal,
          restore, fold.

            --runs       rounds that count (default 5, with --quick 2)
            --only       this row only; may be given again
            --store      what the store lies on (default both)
            --quick      a tenth of the data
            --directory  a local file system with 30 GiB free (default /var/tmp)
          """,
          "layer",
          """
          ./labvm layer COMMAND [OPTIONS] [ARGUMENTS]

          The layer engine alone, without a laboratory: bases, mounts, sync, versions, checks.
          ./labvm layer help tells all its commands and options.
          """);

  private Help() {}

  /** Prints what commands there are. */
  public static void overview(PrintStream out) {
    out.print(OVERVIEW);
  }

  /** Prints the help of a command. */
  public static void ofWord(String word, PrintStream out) {
    out.print(find(word).orElseThrow(() -> UserError.usage("There is no command '" + word + "'")));
  }

  private static Optional<String> find(String command) {
    return Optional.ofNullable(DETAILS.get(command)).or(() -> ClientHelp.of(command));
  }
}
