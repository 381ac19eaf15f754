package io.labvm.layers.moosefs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A MooseFS that was started for this process alone: master, chunkserver and any number of clients.
 * It is gone after {@link #close}, and also when this process is killed: what keeps it runs only
 * while a pipe from here is open.
 */
public final class MooseFs implements AutoCloseable {
  /** Seconds after which a client gives up with an I/O error, as on nodes. */
  public static final int TIMEOUT = 30;

  private final Path directory;
  private final Process keeper;
  private final Writer commands;
  private final BufferedReader answers;
  private final Map<String, Client> clients = new HashMap<>();

  private MooseFs(Path directory, Process keeper) {
    this.directory = directory;
    this.keeper = keeper;
    this.commands = keeper.outputWriter(StandardCharsets.UTF_8);
    this.answers = keeper.inputReader(StandardCharsets.UTF_8);
  }

  /** Starts master and chunkserver; no client yet. */
  public static MooseFs start() throws IOException {
    return start(Path.of(System.getProperty("java.io.tmpdir")));
  }

  /** Starts master and chunkserver with their files in a new directory below {@code parent}. */
  public static MooseFs start(Path parent) throws IOException {
    Path directory = Files.createTempDirectory(parent, "labvm-moosefs-");
    MooseFs moosefs = new MooseFs(directory, keeper(directory));
    try {
      moosefs.answer("network");
      moosefs.startMaster();
      moosefs.command("chunkserver");
      return moosefs;
    } catch (IOException e) {
      moosefs.close();
      throw e;
    }
  }

  private static Process keeper(Path directory) throws IOException {
    // 198.18.0.0/15 is set aside for tests of networks; four addresses are one of its links
    int link = ThreadLocalRandom.current().nextInt(1 << 14);
    String namespace = "mfs%dx%x".formatted(ProcessHandle.current().pid(), link);
    List<String> command = new ArrayList<>(List.of("unshare", "--pid", "--fork", "--kill-child"));
    command.addAll(List.of("bash", script(directory).toString()));
    command.addAll(List.of(directory.toString(), namespace));
    command.addAll(List.of("198.18." + (link >> 6), Integer.toString((link & 63) << 2)));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static Path script(Path directory) throws IOException {
    Path script = directory.resolve("keeper.sh");
    try (InputStream in = MooseFs.class.getResourceAsStream("keeper.sh")) {
      Files.copy(Objects.requireNonNull(in), script);
    }
    return script;
  }

  /** The client of that name, with the time-out of nodes; mounted when it is asked for first. */
  public synchronized Client client(String name) throws IOException {
    Client known = clients.get(name);
    if (known != null) {
      return known;
    }
    Client client = newClient(name, TIMEOUT);
    clients.put(name, client);
    return client;
  }

  /** Mounts a client; the caller closes it, or else {@link #close} does. */
  public Client newClient(String name, int timeoutSeconds) throws IOException {
    Client client = new Client(name, timeoutSeconds);
    client.mount();
    return client;
  }

  /** Starts the master; after {@link #killMaster} it restores what it had acknowledged. */
  public void startMaster() throws IOException {
    command("master");
  }

  /** Kills the master. */
  public void killMaster() throws IOException {
    command("signal master KILL");
  }

  /** Stops the master: connections stay, nothing is answered. */
  public void stopMaster() throws IOException {
    command("signal master STOP");
  }

  /** Lets a stopped master go on. */
  public void continueMaster() throws IOException {
    command("signal master CONT");
  }

  private synchronized void command(String line) throws IOException {
    commands.write(line + "\n");
    commands.flush();
    answer(line);
  }

  private void answer(String line) throws IOException {
    String answer = answers.readLine();
    if (!"ok".equals(answer)) {
      throw new IOException("MooseFS, " + line + ": " + answer);
    }
  }

  /** Ends everything and removes every trace. */
  @Override
  public void close() throws IOException {
    try {
      commands.close();
    } catch (IOException _) {
      // it has ended already
    }
    try {
      if (!keeper.waitFor(60, TimeUnit.SECONDS)) {
        keeper.destroyForcibly();
        throw new IOException("MooseFS does not end, " + directory + " is left");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while MooseFS ends", e);
    }
  }

  /** One mount of the whole file system, as a machine of its own would have it. */
  public final class Client implements AutoCloseable {
    private final String name;
    private final int timeoutSeconds;

    private Client(String name, int timeoutSeconds) {
      this.name = name;
      this.timeoutSeconds = timeoutSeconds;
    }

    /** Where it is mounted. */
    public Path path() {
      return directory.resolve("mnt").resolve(name);
    }

    /** Mounts it again, after {@link #close} or after {@link #kill} and {@link #close}. */
    public void mount() throws IOException {
      command("mount " + name + " " + timeoutSeconds);
    }

    /** Kills its process; the mount stays and answers ENOTCONN. */
    public void kill() throws IOException {
      command("signal " + name + " KILL");
    }

    /** Unmounts it. */
    @Override
    public void close() throws IOException {
      command("unmount " + name);
    }
  }
}
