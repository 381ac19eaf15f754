package io.labvm.launcher.command;

import io.labvm.launcher.build.Build;
import io.labvm.launcher.home.Home;
import io.labvm.launcher.machine.Packages;
import io.labvm.launcher.machine.Tool;
import io.labvm.launcher.shell.Disk;
import io.labvm.launcher.shell.Program;
import io.labvm.launcher.shell.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * {@code labvm base build tiny|min|full} and {@code labvm base import NAME SOURCE}: a new base in
 * the store of a home.
 */
public final class BaseCommand {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final String DOCKER = "docker:";

  private final Context context;

  public BaseCommand(Context context) {
    this.context = context;
  }

  /** Runs the command. */
  public void run(List<String> line) {
    var arguments = Arguments.parse(line, Set.of("--home"), Set.of());
    Home home = Context.home(arguments);
    if (!home.exists()) {
      throw Context.notMade(home);
    }
    List<String> words = arguments.words();
    if (words.size() == 2 && words.getFirst().equals("build")) {
      build(home, words.get(1));
    } else if (words.size() == 3 && words.getFirst().equals("import")) {
      importSource(home, words.get(1), words.get(2));
    } else {
      throw UserError.usage(
          "base build tiny|min|full, or base import NAME FILE.tar|DIR|docker:IMAGE");
    }
  }

  private void build(Home home, String recipe) {
    if (!Set.of("tiny", "min", "full").contains(recipe)) {
      throw UserError.usage("There are recipes tiny, min and full, not '" + recipe + "'");
    }
    new Packages(context.progress(), home.log("packages"))
        .install(Tool.missing(Tool.toBuildBases()));
    var bases = new Bases(context.root(), context.progress());
    Path tar = bases.tar(recipe);
    String base = bases.importInto(home, context.buildOf(home), recipe, tar);
    bases.remember(home, recipe, base);
    context.out().println(base);
  }

  private void importSource(Home home, String name, String source) {
    if (!NAME.matcher(name).matches()) {
      throw UserError.usage("A base's name has small letters, digits and '-', not '" + name + "'");
    }
    Build build = context.buildOf(home);
    var bases = new Bases(context.root(), context.progress());
    if (source.startsWith(DOCKER)) {
      Path tar = home.path().resolve("store/tmp-" + ProcessHandle.current().pid() + ".tar");
      try {
        export(source.substring(DOCKER.length()), tar);
        context.out().println(bases.importInto(home, build, name, tar));
      } finally {
        Disk.delete(tar);
      }
      return;
    }
    Path path = Path.of(source).toAbsolutePath();
    if (!Files.exists(path)) {
      throw new UserError("Base " + name + " was not imported", path + " does not exist", "");
    }
    context.out().println(bases.importInto(home, build, name, path));
  }

  /** From the user's own Engine; nothing but a container that never runs is made, and removed. */
  private void export(String image, Path tar) {
    Program.of("docker", "version")
        .run()
        .orFail(
            "Image " + image + " was not exported",
            "Start Docker, or set DOCKER_HOST to the engine that has the image");
    String container =
        Program.of("docker", "create", image, "true")
            .run()
            .orFail("Image " + image + " was not exported", "docker pull " + image + " first")
            .tail(1)
            .getFirst();
    try {
      Program.of("docker", "export", "--output", tar.toString(), container)
          .run()
          .orFail("Image " + image + " was not exported", "");
    } finally {
      Program.of("docker", "rm", container).run();
    }
  }
}
