package io.labvm.bench;

import io.labvm.bench.Engine.Way;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A few changes of a large machine become a version. */
final class SealRow implements Row {
  private final Site site;
  private final int changes;
  private @Nullable BenchDesktop desktop;
  private int made;

  SealRow(Site site) {
    this.site = site;
    this.changes = site.options().scaled(1_000);
  }

  @Override
  public String name() {
    return "seal";
  }

  @Override
  public String title() {
    return "a version of " + changes + " changes in a desktop of " + site.files() + " files";
  }

  @Override
  public List<Contender> contenders() throws IOException {
    BenchDesktop sealed = BenchDesktop.make(site, "seal", site.bigBase());
    desktop = sealed;
    Path tree = site.newLocal("seal-tree");
    site.programs().run(Peers.copy(site.tree(), tree));
    Peers peers = new Peers(site, "seal");
    var contenders =
        new java.util.ArrayList<>(
            List.of(
                seal(Way.WARM, sealed),
                seal(Way.FRESH, sealed),
                backUp(Way.WARM, sealed),
                backUp(Way.FRESH, sealed),
                changed("restic backup", tree, () -> peers.run(peers.restic(tree))),
                changed("borg create", tree, () -> peers.run(peers.borg(tree))),
                changed("mkfs.erofs of everything", tree, () -> mkfs(tree))));
    if (!site.isMooseFs()) {
      contenders.add(linkDest(tree));
    }
    return contenders;
  }

  private Contender seal(Way way, BenchDesktop sealed) {
    return way.contender(": seal", _ -> site.engine().run(way, sealed.command("seal")))
        .before(
            _ -> {
              change(sealed.merged());
              site.engine().run(sealed.syncOnce().toArray(String[]::new));
            });
  }

  private Contender backUp(Way way, BenchDesktop sealed) {
    return way.contender(
            ": ship, then seal",
            _ -> {
              Sample ship = site.engine().run(way, sealed.syncOnce());
              Sample seal = site.engine().run(way, sealed.command("seal"));
              return new Sample(
                  ship.wall() + seal.wall(),
                  ship.cpu() + seal.cpu(),
                  Math.max(ship.peakMib(), seal.peakMib()));
            })
        .before(_ -> change(sealed.merged()));
  }

  private void change(Path root) throws IOException {
    made++;
    Trees.change(root, site.files(), changes, made);
  }

  private interface Peer {
    Sample run() throws IOException;
  }

  private Contender changed(String name, Path tree, Peer peer) {
    return Contender.of(name, _ -> peer.run()).before(_ -> change(tree));
  }

  private Sample mkfs(Path tree) throws IOException {
    Path image = site.shared().resolve("seal.erofs");
    Sample sample = site.programs().run("mkfs.erofs", image.toString(), tree.toString());
    Files.delete(image);
    return sample;
  }

  /** A new tree whose unchanged files are hard links into the one before. */
  private Contender linkDest(Path tree) throws IOException {
    Path root = site.newShared("link-dest");
    return changed(
            "rsync -aHAX --link-dest",
            tree,
            () -> {
              Path previous = root.resolve("previous");
              Path next = Files.createDirectories(root.resolve("next"));
              return site.programs().run(Peers.rsync(tree, next, "--link-dest=" + previous));
            })
        .after(
            _ -> {
              Trees.remove(root.resolve("previous"));
              Files.move(root.resolve("next"), root.resolve("previous"));
            });
  }

  @Override
  public void close() throws IOException {
    if (desktop != null) {
      desktop.close();
    }
  }
}
