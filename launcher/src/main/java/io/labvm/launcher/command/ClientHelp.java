package io.labvm.launcher.command;

import java.util.Map;
import java.util.Optional;

/** Help of the commands that speak to a portal; module cli runs them. */
final class ClientHelp {
  private static final String EVERYWHERE =
      """

            --home DIR     the portal of the laboratory in DIR, as its admin or as you signed in
            --portal URL   another portal (default: where you signed in, else this machine's)
            --cacert FILE  certificates of the portal or of its authority
      """;

  private static final String JSON =
      """
            --json         the answer as JSON
      """;

  private static final String WAITS =
      """
            --no-wait      return when the operation is accepted; labvm ops OPERATION follows it
      """;

  private static final Map<String, String> DETAILS =
      Map.of(
          "login",
          """
          ./labvm login LOGIN

          Signs in and keeps a token for 12 hours in ~/.config/labvm; the password is asked for, or
          is the first line of a pipe. ./labvm logout ends it.
          """
              + EVERYWHERE,
          "logout",
          """
          ./labvm logout

          Ends the token that ./labvm login has kept.
          """,
          "register",
          """
          ./labvm register LOGIN --mail MAIL [--name NAME] [--phone PHONE] [--base BASE]
                                 [--node NODE] [--language zh_CN|en_US]

          Makes an account and its desktop, follows the steps and leaves you signed in. The password
          is asked for, or is the first line of a pipe.
          """
              + EVERYWHERE
              + JSON
              + WAITS,
          "desktop",
          """
          ./labvm desktop ls
          ./labvm desktop create [--base BASE] [--node NODE] [--language zh_CN|en_US]
          ./labvm desktop show|vnc [DESKTOP]
          ./labvm desktop start|stop|restart-session|rotate-secret|delete [DESKTOP]
          ./labvm desktop switch [DESKTOP] [--node NODE]    moves it; without NODE to the one that fits
          ./labvm desktop limits [DESKTOP] [--cpus 1.5] [--memory 4G] [--tasks 2000] [--shm 1G]

          limits shows them, or changes them (admins) while it runs; /dev/shm at its next start.
          DESKTOP is an id or a login; with one desktop only it can be left out. vnc shows address
          and secret, the secret to the owner alone. create is for a member whose desktop was deleted.
          """
              + EVERYWHERE
              + JSON
              + WAITS,
          "version",
          """
          ./labvm version ls|backup [DESKTOP]
          ./labvm version tree V [PATH] | get V PATH [--output FILE|-]
          ./labvm version diff V W [PATH] | packages V W
          ./labvm version label V TEXT | pin|unpin|delete V     [--desktop DESKTOP]
          ./labvm version restore VERSION [--desktop DESKTOP]
          ./labvm version fork VERSION [--name NAME] [--desktop DESKTOP]
          ./labvm version copy-back VERSION PATH [--replace] [--desktop DESKTOP]
          ./labvm version policy [DESKTOP] [--every MINUTES]
          ./labvm version retention [DESKTOP] [--last N] [--hourly N] [--daily N] [--weekly N]
                                    [--monthly N] [--default] [--dry-run]

          The versions of a desktop, or a new one of what it is now; none when nothing has changed.
          tree lists a folder of version V, get copies a file out of it, or a folder as a tar archive.
          diff tells what differs between V and W folder by folder, packages which Debian packages do;
          policy shows or sets how often it is backed up by itself, 0 for never; retention how many
          versions are kept, --dry-run only tells which would be removed.
          version 0 is the bare base. The newest, a pinned and a used version cannot be deleted.
          """
              + EVERYWHERE
              + JSON
              + WAITS,
          "left",
          """
          ./labvm left ls [DESKTOP]
          ./labvm left tree LEFT [PATH] | get LEFT PATH [--output FILE|-]     [--desktop DESKTOP]
          ./labvm left copy-back LEFT PATH [--replace] | discard LEFT         [--desktop DESKTOP]

          Changes that stayed on a node when the desktop had to go on elsewhere without them, and
          until when they are kept. tree lists a folder and names what was deleted, get copies a
          file, or a folder as a tar archive, copy-back puts it into a desktop that runs on that node,
          discard throws them away for good.
          """
              + EVERYWHERE
              + JSON,
          "store",
          """
          ./labvm store stats
          ./labvm store maintenance
          ./labvm store maintenance run prune|fold|verify|rebuild|measure

          For admins: how much room the store has and who takes it, which versions are damaged; how
          it is looked after, and a run at once.
          """
              + EVERYWHERE
              + JSON,
          "ops",
          """
          ./labvm ops [OPERATION]

          The newest operations, or the steps of one.
          """
              + EVERYWHERE
              + JSON,
          "gpu",
          """
          ./labvm gpu ls
          ./labvm gpu ask COUNT|default [DESKTOP] [--hours N]
          ./labvm gpu repair [DESKTOP]
          ./labvm gpu mode NODE shared|exclusive

          On a shared node every desktop has all GPUs. On an exclusive node each GPU is in one desktop
          at most: ask tells how many yours wants; it waits for its turn and starts anew with them
          when nobody is connected to it. After N hours they are given back unless something computes
          on them. mode is for admins, while no desktop runs on the node.
          """
              + EVERYWHERE
              + JSON,
          "node",
          """
          ./labvm node ls
          ./labvm node cordon|uncordon NODE
          ./labvm node plan NODE
          ./labvm node drain NODE [--at-once N] | drain NODE status|pause|resume|cancel
          ./labvm node bring-home NODE [--at-once N]
          ./labvm node join TOKEN --url URL --node NODE --identity DIR --relay HOST:PORT

          plan tells what drain would do: drain switches every desktop to another node, 2 at a time
          unless told otherwise, and the node takes no new ones; bring-home moves them back.
          join makes this machine a node; see docs/operations.md.
          """
              + EVERYWHERE
              + JSON);

  private ClientHelp() {}

  static Optional<String> of(String command) {
    return Optional.ofNullable(DETAILS.get(command));
  }
}
