package io.labvm.node.figures;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.CentralProcessor.TickType;
import oshi.hardware.HWDiskStore;
import oshi.hardware.Sensors;

/** Figures of the whole machine, also of one that several nodes share, by OSHI. */
public final class MachineFigures {
  private static final double MILLIS = 1e3;
  private static final int LOADS = 3;

  private final CentralProcessor processor;
  private final Sensors sensors;
  private final List<HWDiskStore> disks;

  MachineFigures(SystemInfo system) {
    this.processor = system.getHardware().getProcessor();
    this.sensors = system.getHardware().getSensors();
    this.disks = system.getHardware().getDiskStores();
  }

  /**
   * The machine at one time.
   *
   * @param processors seconds since boot by mode ({@code user}, {@code idle} …), of each processor
   * @param loads means of 1, 5 and 15 minutes; empty where the system has none
   * @param celsius of the processors; null where there is no sensor
   */
  public record Machine(
      List<Map<String, Double>> processors,
      List<Double> loads,
      @Nullable Double celsius,
      List<Disk> disks) {
    public Machine {
      processors = List.copyOf(processors);
      loads = List.copyOf(loads);
      disks = List.copyOf(disks);
    }
  }

  /**
   * Counters of one disk since boot.
   *
   * @param name the kernel's, like {@code sda}
   * @param busySeconds with a request under way
   */
  public record Disk(
      String name,
      long readBytes,
      long writtenBytes,
      long reads,
      long writes,
      double busySeconds) {}

  /** Not for several threads. */
  Machine read() {
    return new Machine(processors(), loads(), celsius(), disks());
  }

  private List<Map<String, Double>> processors() {
    return Arrays.stream(processor.getProcessorCpuLoadTicks()).map(MachineFigures::modes).toList();
  }

  private static Map<String, Double> modes(long[] ticks) {
    Map<String, Double> modes = new TreeMap<>();
    for (TickType type : TickType.values()) {
      modes.put(type.name().toLowerCase(Locale.ROOT), ticks[type.getIndex()] / MILLIS);
    }
    return modes;
  }

  private List<Double> loads() {
    List<Double> loads = new ArrayList<>();
    for (double load : processor.getSystemLoadAverage(LOADS)) {
      if (load >= 0) {
        loads.add(load);
      }
    }
    return loads;
  }

  /** OSHI says 0 where there is no sensor. */
  private @Nullable Double celsius() {
    double celsius = sensors.getCpuTemperature();
    return Double.isFinite(celsius) && celsius > 0 ? celsius : null;
  }

  private List<Disk> disks() {
    return disks.stream().filter(HWDiskStore::updateAttributes).map(MachineFigures::disk).toList();
  }

  private static Disk disk(HWDiskStore disk) {
    return new Disk(
        disk.getName().substring(disk.getName().lastIndexOf('/') + 1),
        disk.getReadBytes(),
        disk.getWriteBytes(),
        disk.getReads(),
        disk.getWrites(),
        disk.getTransferTime() / MILLIS);
  }
}
