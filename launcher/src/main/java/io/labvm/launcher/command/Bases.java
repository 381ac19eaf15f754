package io.labvm.launcher.command;

import io.labvm.launcher.build.Build;
import io.labvm.launcher.build.SourceTree;
import io.labvm.launcher.home.Home;
import io.labvm.launcher.home.Laboratory;
import io.labvm.launcher.home.Settings;
import io.labvm.launcher.json.Json;
import io.labvm.launcher.machine.Cache;
import io.labvm.launcher.process.MooseFs;
import io.labvm.launcher.shell.Disk;
import io.labvm.launcher.shell.Program;
import io.labvm.launcher.shell.Progress;
import io.labvm.launcher.shell.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Root file systems: built from packages once per recipe, imported once per home. */
final class Bases {
  static final String LAYER_COMMAND = "io.labvm.layers.command.LayerCommand";

  private final Path root;
  private final Progress progress;

  Bases(Path root, Progress progress) {
    this.root = root;
    this.progress = progress;
  }

  /** The tar of a recipe, from the cache or built. */
  Path tar(String recipe) {
    Path folder = Cache.directory().resolve("bases").resolve(key());
    Path tar = folder.resolve(recipe + ".tar");
    if (!Files.exists(tar)) {
      String step = "base " + recipe;
      Disk.directory(folder, "rwxr-xr-x");
      progress.run(step, () -> build(recipe, tar, folder.resolve(recipe + ".log"), step));
    }
    return tar;
  }

  private void build(String recipe, Path tar, Path log, String step) {
    var outcome =
        Program.of(root.resolve("base/build").toString(), recipe, tar.toString())
            .with("TMPDIR", "/var/tmp")
            .loggedTo(log)
            .telling(line -> progress.detail(step, line))
            .run();
    if (!outcome.ok()) {
      outcome.tail(20).forEach(progress::say);
      throw new UserError("Base " + recipe + " was not built", "see above", "The log is " + log);
    }
  }

  /** Whether a home holds the base of the recipe as it is now. */
  boolean isImported(Home home, String recipe) {
    return Settings.of(home).get("recipe." + recipe).filter(key()::equals).isPresent();
  }

  /** Puts a root file system into the store of a home and returns the new base's full id. */
  String importInto(Home home, Build build, String name, Path source) {
    return progress.step("import of base " + name, () -> doImport(home, build, name, source));
  }

  /** Remembers that a home holds the base of this recipe. */
  void remember(Home home, String recipe, String base) {
    Settings.of(home).set("recipe." + recipe, key()).set("base." + recipe, base).save();
  }

  private String doImport(Home home, Build build, String name, Path source) {
    var arguments =
        List.of(
            "base-import",
            "--json",
            "--store",
            store(home).toString(),
            "--name",
            name,
            source.toString());
    var outcome =
        build
            .command(LAYER_COMMAND, arguments)
            .loggedTo(home.log("base-import"))
            .telling(line -> progress.detail("import of base " + name, line))
            .run();
    Json result = Json.parse(String.join("", outcome.tail(1)));
    String base = result.get("base").text();
    if (!outcome.ok() || base.isEmpty()) {
      String why = result.get("error").get("message").text();
      throw new UserError(
          "Base " + name + " was not imported",
          why.isEmpty() ? String.join(" ", outcome.tail(2)) : why,
          "");
    }
    return base;
  }

  /** Made anew where none is, so a MooseFS must be there before. */
  private static Path store(Home home) {
    return Laboratory.load(home)
        .map(
            lab -> {
              new MooseFs(lab).requireMounted();
              return lab.store();
            })
        .orElse(home.store());
  }

  private String key() {
    return SourceTree.digest(root.resolve("base"));
  }
}
