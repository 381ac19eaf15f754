package io.labvm.linux;

import io.labvm.linux.ffm.MountCalls;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;

/**
 * A mount built step by step (fsopen, fsconfig, fsmount, move_mount; Linux 5.2 and later): options
 * are separate values, so neither their length nor characters in them matter. Nothing is visible
 * before {@link #attach}, and nothing stays when {@link #close} comes first.
 */
public final class NewMount implements AutoCloseable {
  private final Fd context;
  private final String type;

  private NewMount(Fd context, String type) {
    this.context = context;
    this.type = type;
  }

  /** Starts a mount of a file system type; ENOSYS before Linux 5.2, ENODEV for unknown types. */
  public static NewMount open(String type) throws LinuxException {
    int fd = MountCalls.fsopen(utf8(type));
    return new NewMount(new Fd(LinuxException.check(fd, "fsopen", type), type), type);
  }

  public NewMount set(String key, String value) throws LinuxException {
    check(MountCalls.fsconfigString(context.number(), utf8(key), utf8(value)), key + "=" + value);
    return this;
  }

  public NewMount set(String key, Path value) throws LinuxException {
    check(
        MountCalls.fsconfigString(context.number(), utf8(key), Names.bytes(value)),
        key + "=" + value);
    return this;
  }

  /** Sets an option without value, for example {@code ro}. */
  public NewMount set(String flag) throws LinuxException {
    check(MountCalls.fsconfigFlag(context.number(), utf8(flag)), flag);
    return this;
  }

  /** Creates the file system and puts it at a directory or file. */
  public void attach(Path target, Set<MountFlag> flags) throws LinuxException {
    check(MountCalls.fsconfigCreate(context.number()), "create");
    int fd = MountCalls.fsmount(context.number(), MountFlag.attributes(flags));
    check(fd, "fsmount");
    // umount answers EBUSY as long as this descriptor is open.
    try (Fd mount = new Fd(fd, type)) {
      LinuxException.check(
          MountCalls.moveMount(mount.number(), Names.bytes(target)),
          "move_mount",
          target.toString());
    }
  }

  @Override
  public void close() {
    context.close();
  }

  private void check(int result, String what) throws LinuxException {
    if (result < 0) {
      throw new LinuxException("fsconfig", type + " " + what + kernelMessage(), -result);
    }
  }

  /** The kernel explains refused options in the context itself; empty where it does not. */
  private String kernelMessage() {
    ByteBuffer text = ByteBuffer.allocateDirect(512);
    long n = io.labvm.linux.ffm.FileCalls.read(context.number(), text);
    if (n <= 0) {
      return "";
    }
    return " (" + StandardCharsets.UTF_8.decode(text.flip()).toString().strip() + ")";
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
