package io.labvm.workflows.storage;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.storage.CaredDesktop;
import io.labvm.contract.storage.MaintenanceProgress;
import java.util.ArrayList;
import java.util.List;

/** What a run has come to so far. */
final class Tally {
  private final List<String> problems;
  private String after;
  private long done;
  private long total;
  private long changed;
  private long bytes;
  private long damaged;
  private long failed;

  Tally(MaintenanceProgress before) {
    this.problems = new ArrayList<>(before.problems());
    this.after = before.after();
    this.done = before.done();
    this.total = before.total();
    this.changed = before.changed();
    this.bytes = before.bytes();
    this.damaged = before.damaged();
    this.failed = before.failed();
  }

  String after() {
    return after;
  }

  void page(DesktopId last, long all) {
    after = last.value();
    total = all;
  }

  void did(CaredDesktop cared) {
    changed += cared.changed();
    damaged += cared.findings();
    problems.addAll(cared.damaged());
  }

  void did(long moreChanged, long moreBytes) {
    changed += moreChanged;
    bytes += moreBytes;
  }

  void done() {
    done++;
  }

  void problem(String what) {
    problems.add(what);
  }

  /** A desktop whose work failed each time; named before all else, of which there may be much. */
  void failed(DesktopId desktop, String why) {
    problems.add((int) Math.min(failed, problems.size()), "desktop %s: %s".formatted(desktop, why));
    failed++;
  }

  MaintenanceProgress progress() {
    return new MaintenanceProgress(
        after, done, Math.max(total, done), changed, bytes, damaged, failed, problems);
  }
}
