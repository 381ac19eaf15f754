package io.labvm.layers.command;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.json.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
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

  private static final String HELP =
      """
      usage: labvm layer base-import --store S --name B FILE.tar[.gz|.zst]|DIR
             labvm layer create      --store S --base B [--desktop D]
             labvm layer mount       --store S --desktop D --state DIR --at M [--cache DIR2]
             labvm layer view        --store S --desktop D [--version V] --at M
             labvm layer unmount     --at M
             labvm layer sync        --store S --desktop D --state DIR [--once] [--freeze-pid P]
             labvm layer versions    --store S --desktop D
             labvm layer pin         --store S --desktop D [--off] V
             labvm layer ls          --store S (--desktop D V | --base B) PATH
             labvm layer cat         --store S (--desktop D V | --base B) PATH
             labvm layer diff        --store S --desktop D V1 V2
             labvm layer export      --store S --desktop D V [PATH] FILE.tar
             labvm layer seal        --store S --desktop D [--label TEXT]
             labvm layer fold        --store S --desktop D (--from V1 --to V2 | --auto)
             labvm layer restore     --store S --desktop D [--discard-staged] V
             labvm layer fork        --store S --desktop D [--as ID] V
             labvm layer delete      --store S --desktop D V
             labvm layer prune       --store S --desktop D --keep-last|-hourly|-daily|-weekly|-monthly N
                                     ... [--dry-run] [--now]
             labvm layer verify      --store S [--desktop D] [--read-data[=n/t]]
             labvm layer stats       --store S [--desktop D]
             labvm layer rebuild-lists --store S
      all but cat take --json: one JSON object as the last line\
      """;

  private final PrintStream out;
  private final PrintStream err;

  /** Results go to {@code out}, progress and messages to {@code err}. */
  public LayerCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    PrintStream out =
        new PrintStream(
            new java.io.FileOutputStream(java.io.FileDescriptor.out),
            false,
            StandardCharsets.UTF_8);
    PrintStream err =
        new PrintStream(
            new java.io.FileOutputStream(java.io.FileDescriptor.err), true, StandardCharsets.UTF_8);
    int exit = new LayerCommand(out, err).run(List.of(args));
    out.flush();
    System.exit(exit);
  }

  /** Runs the command in this process; answers the exit code. */
  public int run(List<String> words) {
    if (words.contains("--help") || words.contains("-h")) {
      out.println(HELP);
      return 0;
    }
    boolean json = words.contains("--json");
    try {
      Answer answer = answer(words);
      if (json && answer.json() != null) {
        out.println(Json.line(answer.json()));
      } else if (!answer.text().isEmpty()) {
        out.println(answer.text());
      }
      return answer.exit();
    } catch (UsageException e) {
      err.println("labvm layer: " + e.getMessage());
      err.println(HELP);
      return USAGE;
    } catch (IOException e) {
      return failed(e, words);
    } catch (UncheckedIOException | DirectoryIteratorException e) {
      return failed(e.getCause() instanceof IOException io ? io : new IOException(e), words);
    } catch (RuntimeException | Error e) {
      e.printStackTrace(err);
      return BUG;
    }
  }

  private Answer answer(List<String> words) throws IOException {
    String name = words.isEmpty() ? "" : words.getFirst();
    List<String> rest = words.isEmpty() ? words : words.subList(1, words.size());
    return switch (name) {
      case "base-import" -> BaseImportCommand.run(rest, err);
      case "create" -> DesktopCommands.create(rest);
      case "versions" -> DesktopCommands.versions(rest);
      case "pin" -> DesktopCommands.pin(rest);
      case "mount" -> MountCommands.mount(rest);
      case "view" -> MountCommands.view(rest);
      case "unmount" -> MountCommands.unmount(rest);
      case "sync" -> SyncCommand.run(rest, out);
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
      case "" -> throw new UsageException("no command");
      default -> throw new UsageException("unknown command: " + name);
    };
  }

  private int failed(IOException e, List<String> words) {
    LayerError error = Causes.of(e, words);
    err.println("labvm layer: " + messageOf(e));
    if (words.contains("--json")) {
      out.println(Json.line(Map.of("error", errorJson(e, error))));
    }
    return error == LayerError.DAMAGED ? DAMAGED : REFUSED;
  }

  private static Map<String, Object> errorJson(IOException e, LayerError error) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("code", error.code());
    json.put("message", messageOf(e));
    if (e instanceof LayerException layer) {
      Optional<String> file = layer.file();
      file.ifPresent(path -> json.put("path", path));
      if (layer.offset() >= 0) {
        json.put("offset", layer.offset());
      }
    }
    return json;
  }

  private static String messageOf(IOException e) {
    String message = e.getMessage() == null ? "" : e.getMessage();
    return e instanceof LayerException || e.getClass() == IOException.class
        ? message
        : e.getClass().getSimpleName().replace("Exception", "") + ": " + message;
  }
}
