package io.labvm.launcher.process;

import io.labvm.launcher.home.Home;
import io.labvm.launcher.home.Laboratory;
import io.labvm.launcher.machine.Tool;
import io.labvm.launcher.shell.Disk;
import io.labvm.launcher.shell.Program;
import io.labvm.launcher.shell.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The PostgreSQL cluster of a home. It runs as the package's user, who may not be able to enter the
 * home; so its directory is seen under {@code /run} by a bind mount.
 */
public final class Database {
  static final String USER = "postgres";
  private static final String ACCESS =
      "# written by ./labvm up\nhost labvm labvm 127.0.0.1/32 scram-sha-256\n";

  private final Laboratory lab;
  private final Home home;

  public Database(Laboratory lab) {
    this.lab = lab;
    this.home = lab.home();
  }

  static Path mountPoint(Home home) {
    return home.run().resolve("pg");
  }

  /** Makes the cluster, its role and its database where they are missing; repeatable. */
  public void prepare() {
    Disk.directory(home.postgres(), "rwx------");
    Program.of("chown", USER + ":" + USER, home.postgres().toString())
        .run()
        .orFail("Cannot prepare the database", "Is the package postgresql installed?");
    mount();
    // written last, so a half-made cluster is made again
    if (!Files.exists(home.postgres().resolve("labvm-ready"))) {
      create();
    }
  }

  /** Makes the cluster's directory reachable for its user. */
  public void mount() {
    Path at = mountPoint(home);
    Disk.directory(at, "rwx------");
    if (!Files.exists(at.resolve("PG_VERSION")) && !Mounts.isMounted(at)) {
      Program.of("mount", "--bind", home.postgres().toString(), at.toString())
          .run()
          .orFail("Cannot mount the database's directory", "");
    }
  }

  private void create() {
    Disk.list(home.postgres()).forEach(Disk::delete);
    asUser(
            "initdb",
            "--auth=reject",
            "--username=postgres",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--data-checksums")
        .run()
        .orFail("Cannot make the database", "See the message of initdb");
    String password = home.secret("pg-password");
    if (!password.matches("[A-Za-z0-9_+/=-]{16,}")) {
      throw new UserError("Cannot make the database", "the secret pg-password is damaged", "");
    }
    // in single-user mode nothing listens yet and no password travels by argument or environment
    asUser("postgres", "--single", "postgres")
        .reading(
            "CREATE ROLE labvm LOGIN PASSWORD '"
                + password
                + "'\n"
                + "CREATE DATABASE labvm OWNER labvm\n")
        .run()
        .orFail("Cannot make the database's role", "");
    Disk.write(home.postgres().resolve("pg_hba.conf"), ACCESS, "rw-r--r--");
    Disk.write(home.postgres().resolve("labvm-ready"), "", "rw-r--r--");
    Program.of("chown", "-R", USER + ":" + USER, home.postgres().toString()).run();
  }

  /** Writes a dump of the running database beside the older ones. */
  public Path backup(String name) {
    Path file = home.path().resolve("backups").resolve(name + ".dump");
    Path passwords = home.run().resolve("pgpass");
    Disk.write(
        passwords, "127.0.0.1:*:labvm:labvm:" + home.secret("pg-password") + "\n", "rw-------");
    try {
      Program.of(
              Tool.postgresPrograms().resolve("pg_dump").toString(),
              "--host=127.0.0.1",
              "--port=" + lab.ports().postgres(),
              "--username=labvm",
              "--no-password",
              "--format=custom",
              "--file=" + file,
              "labvm")
          .with("PGPASSFILE", passwords.toString())
          .run()
          .orFail("The database was not backed up", "Nothing was changed");
    } finally {
      Disk.delete(passwords);
    }
    return file;
  }

  private Program asUser(String program, String... arguments) {
    var command =
        new ArrayList<>(
            List.of("setpriv", "--reuid=" + USER, "--regid=" + USER, "--init-groups", "env", "-i"));
    command.add("LANG=C.UTF-8");
    command.add(Tool.postgresPrograms().resolve(program).toString());
    command.addAll(List.of(arguments));
    // --single must be the server's first argument
    command.add(program.equals("postgres") ? command.size() - 1 : command.size(), "-D");
    command.add(command.indexOf("-D") + 1, mountPoint(home).toString());
    return Program.of(command).in(Path.of("/")).loggedTo(home.log("initdb"));
  }
}
