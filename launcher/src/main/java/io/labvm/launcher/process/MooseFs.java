package io.labvm.launcher.process;

import io.labvm.launcher.home.Home;
import io.labvm.launcher.home.Laboratory;
import io.labvm.launcher.home.StoreKind;
import io.labvm.launcher.shell.Disk;
import io.labvm.launcher.shell.Program;
import io.labvm.launcher.shell.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The MooseFS of a home: master and chunkserver in a network namespace, since a chunkserver refuses
 * a master on loopback; one client for the control plane and one for each node, in the node's own
 * namespace. On a home whose store is a directory all of it does nothing.
 */
public final class MooseFs {
  /** In the order in which they are stopped: what the master is told last, it keeps. */
  public static final List<String> SERVERS = List.of("moosefs-chunkserver", "moosefs-master");

  private static final Path EMPTY = Path.of("/var/lib/mfs/metadata.mfs.empty");
  private static final String CLIENT = "store-mount";

  /** Seconds after which a client gives up with an I/O error. */
  private static final int TIMEOUT = 30;

  /** One that waits for a server that is silent does not end by itself. */
  private static final int STOP_SECONDS = 10;

  private static final Duration ANSWER = Duration.ofSeconds(3);

  /** A client that was killed leaves its mount, and upon that none can be mounted. */
  private static final String MOUNT =
      "while grep -qF \" $0 fuse\" /proc/self/mounts; do umount -l \"$0\"; done;"
          + " exec mfsmount \"$@\" \"$0\"";

  private final Laboratory lab;
  private final Home home;

  public MooseFs(Laboratory lab) {
    this.lab = lab;
    this.home = lab.home();
  }

  private boolean isAbsent() {
    return lab.storeKind() != StoreKind.MOOSEFS;
  }

  /** Makes the servers' files where they are missing, and the places of the mounts; repeatable. */
  public void prepare() {
    if (isAbsent()) {
      return;
    }
    for (String name : List.of("master", "chunkserver", "disk")) {
      Disk.directory(home.mooseFs().resolve(name), "rwx------");
    }
    Disk.directory(home.mounts(), "rwx------");
    link();
    prepareMetadata();
    save("exports", "%s.0/24 / rw,alldirs,maproot=0:0,mingoal=1%n".formatted(lab.subnet()));
    save("hdd", data("disk") + "\n");
    save("master", masterFile());
    save("chunkserver", chunkserverFile());
    lab.stores().forEach(MooseFs::makeReadOnly);
  }

  /** The servers' files hold no blanks in a path, a home's name may. */
  private void link() {
    Path link = home.mounts().resolve("data");
    try {
      if (!Files.isSymbolicLink(link)) {
        Files.createSymbolicLink(link, home.mooseFs());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path data(String name) {
    return home.mounts().resolve("data").resolve(name);
  }

  /** Only where nothing is: an empty file system in the place of a lost one would hide the loss. */
  private void prepareMetadata() {
    Path master = home.mooseFs().resolve("master");
    if (Disk.list(master).isEmpty()) {
      Program.of("cp", EMPTY.toString(), master.resolve("metadata.mfs").toString())
          .run()
          .orFail("Cannot make the MooseFS", "Is the package moosefs-master installed?");
    }
  }

  private String masterFile() {
    String address = lab.mooseFsAddress();
    return serverFile("master")
        + """
    EXPORTS_FILENAME = %s
    MATOML_LISTEN_HOST = %s
    MATOCS_LISTEN_HOST = %s
    MATOCL_LISTEN_HOST = %s
    """
            .formatted(data("exports.cfg"), address, address, address);
  }

  private String chunkserverFile() {
    String address = lab.mooseFsAddress();
    return serverFile("chunkserver")
        + """
    HDD_CONF_FILENAME = %s
    HDD_TEST_SPEED = 0
    MASTER_HOST = %s
    MASTER_RECONNECTION_DELAY = 1
    BIND_HOST = %s
    CSSERV_LISTEN_HOST = %s
    """
            .formatted(data("hdd.cfg"), address, address, address);
  }

  private String serverFile(String server) {
    return """
    # written by ./labvm up
    WORKING_USER = root
    WORKING_GROUP = root
    NICE_LEVEL = 0
    DATA_PATH = %s
    """
        .formatted(data(server));
  }

  private void save(String name, String text) {
    Path file = home.mooseFs().resolve(name + ".cfg");
    if (!text.equals(Disk.read(file))) {
      Disk.write(file, text, "rw-------");
    }
  }

  /** Between two mounts nobody must take the empty directory for the store and write to it. */
  private static void makeReadOnly(Path at) {
    if (Mounts.isMounted(at)) {
      return;
    }
    Disk.directory(at, "rwx------");
    Program.of("mount", "-t", "tmpfs", "-o", "ro,size=4k,mode=0700", "labvm", at.toString())
        .run()
        .orFail("Cannot mount on " + at, "");
  }

  /** Servers and clients, in the order in which they are started. */
  List<ProcessSpec> processes() {
    if (isAbsent()) {
      return List.of();
    }
    var all = new ArrayList<ProcessSpec>();
    all.add(server("moosefs-master", List.of("mfsmaster", "-a", "-f"), "master"));
    all.add(server("moosefs-chunkserver", List.of("mfschunkserver", "-f"), "chunkserver"));
    all.add(spec(CLIENT, client(lab.store())));
    for (String node : lab.nodes()) {
      var command = inside(lab.namespace(node), client(lab.store(node)));
      all.add(spec(nodeClient(node), command));
    }
    return all;
  }

  private ProcessSpec server(String name, List<String> program, String file) {
    var command = new ArrayList<>(program);
    command.addAll(List.of("-c", data(file + ".cfg").toString(), "start"));
    return ProcessSpec.of(name, inside(lab.mooseFsNamespace(), command), 0);
  }

  private static ProcessSpec spec(String name, List<String> command) {
    return new ProcessSpec(name, command, Optional.empty(), "TERM", 0, STOP_SECONDS);
  }

  private List<String> client(Path at) {
    String options = "mfstimeout=" + TIMEOUT + ",mfsnice=0";
    return List.of(
        "sh", "-c", MOUNT, at.toString(), "-f", "-H", lab.mooseFsAddress(), "-o", options);
  }

  private static List<String> inside(String namespace, List<String> command) {
    var all = new ArrayList<>(List.of("nsenter", "--net=/run/netns/" + namespace));
    all.addAll(command);
    return all;
  }

  /** The names of the clients of a home with these nodes. */
  public static List<String> clients(List<String> nodes) {
    return Stream.concat(Stream.of(CLIENT), nodes.stream().map(MooseFs::nodeClient)).toList();
  }

  private static String nodeClient(String node) {
    return "node-" + node + "-store";
  }

  /** Whether all clients are mounted; that they are answered is another matter. */
  public boolean isMounted() {
    return isAbsent() || Mounts.fuseBelow(home.mounts()).containsAll(lab.stores());
  }

  /** Refuses to go on while the control plane's client is not mounted. */
  public void requireMounted() {
    if (!isAbsent() && !Mounts.fuseBelow(home.mounts()).contains(lab.store())) {
      throw new UserError(
          "The store is not mounted",
          "the MooseFS of " + home.path() + " does not run",
          "Start it first: ./labvm up");
    }
  }

  /** Whether all clients are mounted and there is room: the chunkserver has come, too. */
  public boolean isReady() {
    return isAbsent() || (isMounted() && lab.stores().stream().allMatch(MooseFs::hasRoom));
  }

  private static boolean hasRoom(Path at) {
    var outcome = Program.of("stat", "-f", "-c", "%a", at.toString()).limitedTo(ANSWER).run();
    return outcome.ok() && !outcome.output().strip().equals("0");
  }

  /** The store has a trash of its own. Inherited by all that is made later. */
  public void keepNoTrash() {
    if (!isAbsent()) {
      Program.of("mfssettrashtime", "0", lab.store().toString())
          .limitedTo(Duration.ofSeconds(TIMEOUT))
          .run()
          .orFail("Cannot set up the MooseFS", "See " + home.log("moosefs-master"));
    }
  }

  /**
   * Gives everybody an error who waits for servers that do not answer: otherwise none of them could
   * be stopped. What they had not acknowledged was not kept anyway.
   *
   * @return the clients released, which are to be stopped before they mount again
   */
  public static List<String> releaseSilent(Home home) {
    var released = new ArrayList<String>();
    for (Path at : Mounts.fuseBelow(home.mounts())) {
      var answer = Program.of("stat", "-f", at.toString()).limitedTo(ANSWER).run();
      if (!answer.ok()) {
        Program.of("umount", "--force", at.toString()).run();
        String name = at.getFileName().toString();
        released.add(name.equals("control") ? CLIENT : name + "-store");
      }
    }
    return released;
  }
}
