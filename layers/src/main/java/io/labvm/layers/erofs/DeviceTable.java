package io.labvm.layers.erofs;

import static io.labvm.layers.erofs.ErofsFormat.BLOCK;
import static io.labvm.layers.erofs.ErofsFormat.DEVICE_SLOT;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The data files of an image being written, numbered from 1 by first use. Its blocks lie behind
 * block 0, since the superblock can name no place beyond 8 MiB; so the room is fixed at the start.
 */
final class DeviceTable {
  private final int room;
  private final Map<String, Device> devices = new LinkedHashMap<>();

  private static final class Device {
    private final int number;
    private long blocks;

    private Device(int number) {
      this.number = number;
    }
  }

  DeviceTable(int room) {
    if (room < 0 || room > ErofsFormat.MAX_DEVICES) {
      throw new IllegalArgumentException("room for " + room + " data files");
    }
    this.room = room;
  }

  int reservedBlocks() {
    return Math.ceilDiv(room * DEVICE_SLOT, BLOCK);
  }

  int size() {
    return devices.size();
  }

  /** Which of these, asked for in order, have or would get a number. */
  Set<String> admitted(Iterable<String> ids) {
    Set<String> admitted = new HashSet<>();
    int left = room - devices.size();
    for (String id : ids) {
      if (devices.containsKey(id) || (left > 0 && !admitted.contains(id))) {
        left -= devices.containsKey(id) ? 0 : 1;
        admitted.add(id);
      }
    }
    return admitted;
  }

  /** The number a data file has, 0 for none yet. */
  int number(String id) {
    Device device = devices.get(id);
    return device == null ? 0 : device.number;
  }

  /** The number of a data file that is used up to a block. */
  int use(String id, long blocks) {
    Device device = devices.get(id);
    if (device == null) {
      device = new Device(devices.size() + 1);
      devices.put(id, device);
    }
    device.blocks = Math.max(device.blocks, blocks);
    return device.number;
  }

  /** The table as it lies in the image. */
  ByteBuffer encode() {
    ByteBuffer table = InodeArea.little(new byte[devices.size() * DEVICE_SLOT]);
    devices.forEach(
        (id, device) -> {
          int start = table.position();
          table.put(id.getBytes(StandardCharsets.US_ASCII)).putInt((int) device.blocks);
          table.position(start + DEVICE_SLOT);
        });
    return table.flip();
  }
}
