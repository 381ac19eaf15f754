package io.labvm.launcher.machine;

import io.labvm.launcher.shell.Disk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A program that labVm runs and the packages that bring it.
 *
 * @param command its name on the path
 * @param packages of the distribution, used only when the command is missing
 */
public record Tool(String command, List<String> packages) {
  private static final Path POSTGRES_FOLDERS = Path.of("/usr/lib/postgresql");
  private static final int OLDEST_POSTGRES = 15;
  private static final List<String> MORE_FOLDERS =
      List.of("/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/local/go/bin");

  private static Tool of(String command, String... packages) {
    return new Tool(command, List.of(packages));
  }

  /** What running a laboratory takes. */
  public static List<Tool> toRun() {
    return List.of(
        of("dockerd", "docker.io"),
        of("docker", "docker-cli"),
        of("containerd", "containerd"),
        of("runc", "runc"),
        of("python3", "python3-minimal"),
        of("ip", "iproute2"),
        of("iptables", "iptables"),
        of("nsenter", "util-linux"),
        of("modprobe", "kmod"),
        of("postgres", "postgresql"),
        of("supervisord", "supervisor"));
  }

  /** What building applications takes, besides the JDK. */
  public static List<Tool> toBuild() {
    return List.of(of("mvn", "maven"), of("npm", "npm", "nodejs"));
  }

  /** What building a base takes. */
  public static List<Tool> toBuildBases() {
    return List.of(of("mmdebstrap", "mmdebstrap"), of("zstd", "zstd"), of("tar", "tar"));
  }

  /** What the tests need besides all of that. */
  public static List<Tool> toTest() {
    return List.of(
        of("mkfs.erofs", "erofs-utils"),
        of("socat", "socat"),
        of("chromium", "chromium"),
        of("chromedriver", "chromium-driver"),
        of("setfattr", "attr"),
        of("setfacl", "acl"),
        of("setcap", "libcap2-bin"),
        of("gcc", "gcc", "libc6-dev"),
        of("ss", "iproute2"),
        of("ps", "procps"),
        of("mkfs.ext4", "e2fsprogs"));
  }

  /** What a real MooseFS takes, for the tests of level store and for benchmarks. */
  public static List<Tool> toRunMooseFs() {
    return List.of(
        of("mfsmaster", "moosefs-master"),
        of("mfschunkserver", "moosefs-chunkserver"),
        of("mfsmount", "moosefs-client"),
        of("unshare", "util-linux"),
        of("ip", "iproute2"));
  }

  /** The programs that benchmarks of the layer engine run beside it. */
  public static List<Tool> toCompare() {
    return List.of(
        of("rsync", "rsync"),
        of("lsyncd", "lsyncd"),
        of("restic", "restic"),
        of("borg", "borgbackup"),
        of("mkfs.erofs", "erofs-utils"),
        of("time", "time"),
        of("mkfs.ext4", "e2fsprogs"));
  }

  /** Whether it is there. */
  public boolean isPresent() {
    return command.equals("postgres")
        ? postgresFolders().stream().findAny().isPresent()
        : isOnPath();
  }

  /** Those of a list that are missing. */
  public static List<Tool> missing(List<Tool> tools) {
    return tools.stream().filter(t -> !t.isPresent()).toList();
  }

  /** Where the newest PostgreSQL's programs are; version 15 or newer. */
  public static Path postgresPrograms() {
    return postgresFolders().getLast();
  }

  private static List<Path> postgresFolders() {
    return Disk.list(POSTGRES_FOLDERS).stream()
        .filter(p -> p.getFileName().toString().matches("\\d+"))
        .filter(p -> version(p) >= OLDEST_POSTGRES)
        .sorted((a, b) -> Integer.compare(version(a), version(b)))
        .map(p -> p.resolve("bin"))
        .filter(p -> Files.isExecutable(p.resolve("postgres")))
        .toList();
  }

  private static int version(Path folder) {
    return Integer.parseInt(folder.getFileName().toString());
  }

  private boolean isOnPath() {
    return find(command).isPresent();
  }

  /** Finds a program on the path or in the folders that a user's path often lacks. */
  public static java.util.Optional<Path> find(String command) {
    var folders = new java.util.ArrayList<>(Arrays.asList(System.getenv("PATH").split(":")));
    folders.addAll(MORE_FOLDERS);
    return folders.stream()
        .filter(f -> !f.isEmpty())
        .map(f -> Path.of(f, command))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
