package io.labvm.node.metrics;

import io.labvm.node.figures.MachineFigures.Disk;
import io.labvm.node.figures.MachineFigures.Machine;
import io.labvm.nodechannel.NodeMetrics;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.List;

/**
 * Families of the node as a whole, called as node_exporter calls them where it has them.
 *
 * <p>Memory, CPUs and use are of this node's share of its machine; counters of processors and disks
 * are the machine's.
 */
final class NodeFamilies {
  private static final List<String> LOADS = List.of("load1", "load5", "load15");

  private NodeFamilies() {}

  static void add(Families to, NodeMetrics told, Machine machine) {
    Labels about = Labels.of("kernel", told.kernel(), "engine", told.engineVersion());
    to.gauge("labvm_node_info", "Always 1; versions as labels.", about, 1);
    processors(to, told, machine);
    room(to, told);
    network(to, told);
    machine.disks().forEach(disk -> disk(to, disk));
    to.gauge(
        "labvm_node_desktops", "Desktops that run here.", Labels.EMPTY, told.desktops().size());
    to.gauge(
        "labvm_node_left_behind_bytes",
        "Room of changes whose desktops went on elsewhere.",
        Labels.EMPTY,
        told.leftBehind() == null
            ? null
            : told.leftBehind().stream().mapToLong(NodeMetrics.LeftMetrics::bytes).sum());
  }

  private static void processors(Families to, NodeMetrics told, Machine machine) {
    to.gauge("labvm_node_cpus", "Processors of this node.", Labels.EMPTY, told.cpus());
    to.gauge(
        "labvm_node_cpu_usage_ratio",
        "Used part of the processors since the sample before.",
        Labels.EMPTY,
        told.cpuLoad());
    for (int i = 0; i < machine.processors().size(); i++) {
      String processor = Integer.toString(i);
      machine
          .processors()
          .get(i)
          .forEach(
              (mode, seconds) ->
                  to.counter(
                      "labvm_node_cpu_seconds",
                      "Seconds of each of the machine's processors by mode.",
                      Labels.of("cpu", processor, "mode", mode),
                      seconds));
    }
    for (int i = 0; i < machine.loads().size(); i++) {
      to.gauge(
          "labvm_node_" + LOADS.get(i),
          "The machine's load average.",
          Labels.EMPTY,
          machine.loads().get(i));
    }
    to.gauge(
        "labvm_node_temperature_celsius",
        "Temperature of the processors.",
        Labels.EMPTY,
        machine.celsius());
  }

  private static void room(Families to, NodeMetrics told) {
    to.gauge("labvm_node_memory_total_bytes", "Memory.", Labels.EMPTY, told.memoryTotalBytes());
    to.gauge(
        "labvm_node_memory_used_bytes",
        "Memory that is not available.",
        Labels.EMPTY,
        told.memoryUsedBytes());
    to.gauge(
        "labvm_node_filesystem_size_bytes",
        "The file system with the desktops.",
        Labels.EMPTY,
        told.diskTotalBytes());
    to.gauge(
        "labvm_node_filesystem_avail_bytes", "Free on it.", Labels.EMPTY, told.diskFreeBytes());
  }

  private static void network(Families to, NodeMetrics told) {
    to.counter(
        "labvm_node_network_receive_bytes",
        "Received over the node's own interfaces.",
        Labels.EMPTY,
        told.networkReceivedBytes());
    to.counter(
        "labvm_node_network_transmit_bytes",
        "Sent over the node's own interfaces.",
        Labels.EMPTY,
        told.networkSentBytes());
  }

  private static void disk(Families to, Disk disk) {
    Labels device = Labels.of("device", disk.name());
    to.counter("labvm_node_disk_read_bytes", "Read.", device, disk.readBytes());
    to.counter("labvm_node_disk_written_bytes", "Written.", device, disk.writtenBytes());
    to.counter("labvm_node_disk_reads_completed", "Reads.", device, disk.reads());
    to.counter("labvm_node_disk_writes_completed", "Writes.", device, disk.writes());
    to.counter(
        "labvm_node_disk_io_time_seconds",
        "Time with a request under way.",
        device,
        disk.busySeconds());
  }
}
