package io.labvm.bench;

import io.labvm.bench.Engine.Way;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A whole machine as it was. */
final class RestoreRow implements Row {
  private static final String ID = "restore";

  private final Site site;
  private int forks;

  RestoreRow(Site site) {
    this.site = site;
  }

  @Override
  public String name() {
    return "restore";
  }

  @Override
  public String title() {
    return "restore or fork a machine of " + site.files() + " files";
  }

  @Override
  public List<Contender> contenders() throws IOException {
    BenchDesktop desktop = BenchDesktop.make(site, ID, site.bigBase());
    Trees.change(desktop.merged(), site.files(), site.options().scaled(1_000), 1);
    desktop.backUp();
    desktop.unmount();
    Path tree = site.tree();
    Peers peers = new Peers(site, ID);
    peers.run(peers.restic(tree));
    peers.run(peers.borg(tree));
    List<Contender> contenders = new ArrayList<>();
    for (Way way : Way.values()) {
      contenders.add(way.contender(": restore", _ -> run(way, desktop, "restore", "1")));
      contenders.add(way.contender(": fork", _ -> fork(way, desktop)));
      contenders.add(
          way.contender(": fork and mount", _ -> forkAndMount(way, desktop))
              .after(_ -> site.engine().run("unmount", "--at", forked("merged").toString())));
    }
    contenders.add(into("restic restore", to -> peers.run(peers.resticRestore(to))));
    contenders.add(into("borg extract", to -> peers.run(peers.borgExtract(to))));
    contenders.add(into("rsync -aHAX", to -> peers.run(Peers.rsync(tree, to))));
    contenders.add(into("cp -a", to -> peers.run(Peers.copy(tree, to))));
    return contenders;
  }

  private Sample run(Way way, BenchDesktop desktop, String... words) throws IOException {
    List<String> line = desktop.command(words[0]);
    line.addAll(List.of(words).subList(1, words.length));
    return site.engine().run(way, line);
  }

  private Sample fork(Way way, BenchDesktop desktop) throws IOException {
    forks++;
    return run(way, desktop, "fork", "1", "--as", "fork-" + forks);
  }

  /** Its images are in the node's cache, as after a first start or a prefetch. */
  private Sample forkAndMount(Way way, BenchDesktop desktop) throws IOException {
    Sample fork = fork(way, desktop);
    site.newLocal(forked("state").getFileName().toString());
    site.newLocal(forked("merged").getFileName().toString());
    List<String> mount =
        BenchDesktop.mountCommand("fork-" + forks, forked("state"), forked("merged"), site);
    Sample mounted = site.engine().run(way, mount);
    return new Sample(
        fork.wall() + mounted.wall(),
        fork.cpu() + mounted.cpu(),
        Math.max(fork.peakMib(), mounted.peakMib()));
  }

  private Path forked(String what) {
    return site.local().resolve(what + "-fork-" + forks);
  }

  private interface Restore {
    Sample into(Path to) throws IOException;
  }

  private Contender into(String name, Restore restore) {
    Path to = site.local().resolve("restored");
    return Contender.of(name, _ -> restore.into(to))
        .before(_ -> site.newLocal("restored"))
        .after(_ -> Trees.remove(to));
  }

  @Override
  public void close() {}
}
