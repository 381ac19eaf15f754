package io.labvm.layers.command;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.json.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.InvalidPathException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code labvm layer ...}. Exit codes: 0 done, 1 not done and nothing half-made, 2 damage found, 64
 * usage, 70 bug. With {@code --json} the last line of stdout is exactly one JSON object; progress
 * goes to stderr.
 */
public final class LayerCommand {
  static final int REFUSED = 1;
  static final int DAMAGED = 2;
  static final int USAGE = 64;
  static final int BUG = 70;

  private static final String LOGGING = "io/labvm/layers/command/logback.xml";

  private final PrintStream out;
  private final PrintStream err;
  private final Ending ending;

  /** Results go to {@code out}, progress and messages to {@code err}. */
  public LayerCommand(PrintStream out, PrintStream err) {
    this(out, err, new Ending());
  }

  private LayerCommand(PrintStream out, PrintStream err, Ending ending) {
    this.out = out;
    this.err = err;
    this.ending = ending;
  }

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    List<String> words = List.of(args);
    Ending ending = new Ending();
    if (SyncCommand.isContinuous(words)) {
      ending.install();
    }
    // before the first logger is made; the agents, which hold this engine too, have their own
    System.setProperty("logback.configurationFile", LOGGING);
    PrintStream out =
        new PrintStream(
            new java.io.FileOutputStream(java.io.FileDescriptor.out),
            false,
            StandardCharsets.UTF_8);
    PrintStream err =
        new PrintStream(
            new java.io.FileOutputStream(java.io.FileDescriptor.err), true, StandardCharsets.UTF_8);
    int exit = new LayerCommand(out, err, ending).run(words, RawWords.problem(args.length));
    out.flush();
    ending.by(() -> exit);
    System.exit(exit);
  }

  /** Runs the command in this process; answers the exit code. */
  public int run(List<String> words) {
    return run(words, Optional.empty());
  }

  private int run(List<String> words, Optional<String> unreadable) {
    if (asksForHelp(words)) {
      out.println(LayerHelp.TEXT);
      return 0;
    }
    boolean json = words.contains("--json");
    try {
      if (unreadable.isPresent()) {
        throw new UsageException(unreadable.get());
      }
      Answer answer = answer(words);
      if (json && answer.json() != null) {
        out.println(Json.line(answer.json()));
      } else if (!answer.text().isEmpty()) {
        out.println(answer.text());
      }
      return answer.exit();
    } catch (UsageException e) {
      return misused(String.valueOf(e.getMessage()), json);
    } catch (InvalidPathException e) {
      return misused("no path: " + e.getInput(), json);
    } catch (IOException e) {
      return failed(e, words);
    } catch (UncheckedIOException | DirectoryIteratorException e) {
      return failed(e.getCause() instanceof IOException io ? io : new IOException(e), words);
    } catch (RuntimeException | Error e) {
      e.printStackTrace(err);
      return BUG;
    }
  }

  private static boolean asksForHelp(List<String> words) {
    return words.contains("--help")
        || words.contains("-h")
        || (!words.isEmpty() && words.getFirst().equals("help"));
  }

  private int misused(String message, boolean json) {
    err.println("labvm layer: " + message + "; see `labvm layer help`");
    if (json) {
      Map<String, Object> error = new LinkedHashMap<>();
      error.put("code", "usage");
      error.put("message", message);
      out.println(Json.line(Map.of("error", error)));
    }
    return USAGE;
  }

  private Answer answer(List<String> words) throws IOException {
    String name = words.isEmpty() ? "" : words.getFirst();
    List<String> rest = words.isEmpty() ? words : words.subList(1, words.size());
    return switch (name) {
      case "base-import" -> BaseImportCommand.run(rest, err);
      case "create" -> DesktopCommands.create(rest);
      case "versions" -> DesktopCommands.versions(rest);
      case "pin" -> DesktopCommands.pin(rest);
      case "mount" -> MountCommands.mount(rest, err);
      case "view" -> MountCommands.view(rest, err);
      case "unmount" -> MountCommands.unmount(rest);
      case "sync" -> SyncCommand.run(rest, out, ending);
      case "ls" -> ReadCommands.list(rest, out);
      case "cat" -> ReadCommands.print(rest, out);
      case "diff" -> CompareCommands.diff(rest, out, err);
      case "export" -> CompareCommands.export(rest);
      case "seal" -> MergeCommands.seal(rest);
      case "fold" -> MergeCommands.fold(rest);
      case "restore" -> LineCommands.restore(rest);
      case "fork" -> LineCommands.fork(rest);
      case "delete" -> LineCommands.delete(rest);
      case "prune" -> LineCommands.prune(rest);
      case "verify" -> CheckCommands.verify(rest);
      case "stats" -> CheckCommands.stats(rest);
      case "rebuild-lists" -> CheckCommands.rebuildLists(rest);
      case "" -> throw new UsageException("missing COMMAND");
      default -> throw new UsageException("there is no command '" + name + "'");
    };
  }

  private int failed(IOException e, List<String> words) {
    LayerError error = Causes.of(e, words);
    err.println("labvm layer: " + Messages.of(e));
    if (words.contains("--json")) {
      out.println(Json.line(Map.of("error", errorJson(e, error))));
    }
    return error == LayerError.DAMAGED ? DAMAGED : REFUSED;
  }

  private static Map<String, Object> errorJson(IOException e, LayerError error) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("code", error.code());
    json.put("message", Messages.of(e));
    if (e instanceof LayerException layer) {
      Optional<String> file = layer.file();
      file.ifPresent(path -> json.put("path", path));
      if (layer.offset() >= 0) {
        json.put("offset", layer.offset());
      }
    }
    return json;
  }
}
