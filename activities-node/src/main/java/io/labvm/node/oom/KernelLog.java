package io.labvm.node.oom;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the kernel's log from its oldest record on, for as long as the agent lives. */
public final class KernelLog implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(KernelLog.class);

  /** The kernel refuses to give a record to a smaller buffer than the record. */
  private static final int LONGEST_RECORD = 16 << 10;

  private static final long PAUSE_NANOS = 100_000_000;

  private final Path device;
  private final Path uptime;
  private final MemoryKills kills;
  private final KernelWords words = new KernelWords();
  private final Thread reader =
      Thread.ofPlatform().daemon().name("kernel-log").unstarted(this::run);

  private KernelLog(Path device, Path uptime, MemoryKills kills) {
    this.device = device;
    this.uptime = uptime;
    this.kills = kills;
  }

  /** Where it cannot be read, only the number of what was ended is known. */
  public static KernelLog follow(Path device, Path uptime, MemoryKills kills) {
    KernelLog followed = new KernelLog(device, uptime, kills);
    followed.reader.start();
    return followed;
  }

  private void run() {
    try (FileChannel records = FileChannel.open(device)) {
      while (read(records)) {
        // until the end
      }
    } catch (ClosedChannelException e) {
      log.debug("Kernel log closed");
    } catch (IOException e) {
      log.info("What is ended for want of memory is counted, not named: {}", e.toString());
    }
  }

  /** False at the end, which the real one does not have. */
  private boolean read(FileChannel records) throws ClosedChannelException {
    ByteBuffer record = ByteBuffer.allocate(LONGEST_RECORD);
    try {
      boolean more = records.read(record) >= 0;
      String text = new String(record.array(), 0, record.position(), StandardCharsets.UTF_8);
      words.read(text).ifPresent(this::tell);
      return more;
    } catch (ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      // records were overwritten before they were read
      log.debug("Kernel log: {}", e.toString());
      LockSupport.parkNanos(PAUSE_NANOS);
      return true;
    }
  }

  private void tell(KernelKill kill) {
    try {
      String seconds = Files.readString(uptime, StandardCharsets.US_ASCII).split(" ")[0];
      long boot = System.currentTimeMillis() - Math.round(Double.parseDouble(seconds) * 1000);
      kills.said(kill, boot + kill.bootMicros() / 1000);
    } catch (IOException e) {
      log.warn("When {} was ended is not known: {}", kill.program(), e.toString());
    }
  }

  @Override
  public void close() {
    reader.interrupt();
  }
}
