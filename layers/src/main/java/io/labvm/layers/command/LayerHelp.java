package io.labvm.layers.command;

/** What {@code labvm layer help} says. */
final class LayerHelp {
  static final String TEXT =
      """
      usage: labvm layer COMMAND --store S [--desktop D] [OPTIONS] [ARGUMENTS]

      bases and desktops
        base-import --name B FILE.tar[.gz|.zst]|DIR   make a base of an archive or a directory
        create --base B [--desktop D]                 make a desktop; its version 0 is the base
        fork [--as ID] V                              make a desktop that begins with version V

      mounts
        mount --state DIR --at M [--cache DIR2] [--node N] [--without LIST]
                                                      mount a desktop to write to; takes its next epoch
        view [--version V] --at M [--cache DIR2] [--without LIST]
                                                      mount a version to read, the newest by default
        unmount --at M                                take either away; needs no --store

      changes become versions
        sync --state DIR [--once] [--freeze-pid P] [--without LIST]
                                                      ship what changed, until SIGTERM or once
        seal [--label TEXT]                           make a version of what was shipped
        fold --from V1 --to V2 | --auto               merge the layers between two versions
        restore [--discard-staged] V                  make a new version that shows version V

      versions
        versions                                      list them
        ls V PATH, cat V PATH                         show a directory or a file, without a mount;
                                                      of a base: --base B PATH without V
        diff V1 V2                                    what changed from V1 to V2
        export V [PATH] FILE.tar                      write a version or a part of it as an archive
        pin [--off] V                                 keep a version whatever prune is told
        delete V                                      remove a version
        prune --keep-last|-hourly|-daily|-weekly|-monthly N ... [--dry-run] [--now]
                                                      remove the versions that no rule keeps

      the store
        verify [--read-data[=n/t]]                    check documents and images; data, or a part
        stats                                         bytes of bases, layers, data and versions
        rebuild-lists                                 make lost lists of data files again

      options
        --json            one JSON object as the last line of stdout; sync: one for each event.
                          All but cat take it
        --path-base64 B64 instead of PATH in ls, cat and export, for names that are not UTF-8
        --operation ID    of create, mount, seal, fold, restore, fork, delete, prune and
                          rebuild-lists: a repeated command with the same id is done once
        --cache DIR2      where images are kept that the node mounts
        --node N          the name of this machine in the epoch, by default its host name
        --without LIST    use none of these: new-mount-api, file-backed-images, device-tables
                          for mounts; fanotify, inotify for sync. Separated by commas

      exit codes: 0 done, 1 not done and nothing half-made, 2 damage found, 64 usage, 70 bug\
      """;

  private LayerHelp() {}
}
