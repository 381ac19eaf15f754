package io.labvm.ui.page.desktop;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.icon.VaadinIcon;
import io.labvm.contract.desktop.Limits;
import io.labvm.ui.common.FactsList;
import io.labvm.ui.common.FigureAge;
import io.labvm.ui.common.Meaning;
import io.labvm.ui.common.Meter;
import io.labvm.ui.common.Notices;
import io.labvm.ui.common.Quantities;
import io.labvm.ui.common.TimeText;
import io.labvm.ui.common.Words;
import io.labvm.ui.desktops.MemoryKillView;
import io.labvm.ui.desktops.UseView;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a running desktop uses of its limits, of what little is left, and what was ended for want of
 * memory, which stays after it ended; hidden while nobody tells.
 */
final class UseBox extends Div {
  private static final int URGENT = 95;
  private static final int SHOWN_KILLS = 3;

  private final H2 title = new H2();
  private final Div shortages = new Div();
  private final Div kills = new Div();
  private final Div figures;
  private final Meter cpu = new Meter();
  private final Meter memory = new Meter();
  private final Meter tasks = new Meter();
  private final Div rest = new Div();

  UseBox() {
    addClassName("card");
    getElement().setAttribute("data-ages", "");
    figures = new Div(cpu, memory, tasks);
    figures.addClassName("figures");
    add(title, shortages, kills, figures, rest);
    setVisible(false);
  }

  /**
   * Shows it as it is now.
   *
   * @param killed newest first, also of earlier runs
   */
  void show(Optional<UseView> use, Limits limits, List<MemoryKillView> killed) {
    setVisible(use.isPresent() || !killed.isEmpty());
    title.setText(Words.text("use.title"));
    showKills(killed, use.map(UseView::memoryKills).orElse(null));
    shortages.removeAll();
    figures.setVisible(use.isPresent());
    rest.setVisible(use.isPresent());
    use.ifPresent(now -> show(now, limits));
  }

  private void show(UseView now, Limits limits) {
    now.shortages().forEach(shortage -> shortages.add(notice(shortage)));
    double cpus = limits.milliCpus() / 1000.0;
    cpu.show(
        Words.text("nodes.cpu"),
        now.cpus() / cpus,
        Quantities.number(now.cpus(), 1) + " / " + Quantities.cpus(cpus));
    showMemory(now.memoryBytes(), now.memoryLimitBytes());
    showTasks(now.tasks(), now.tasksLimit());
    rest.removeAll();
    rest.add(facts(now), age(now));
  }

  private static Div notice(UseView.Shortage shortage) {
    boolean disk = shortage.what().equals("disk");
    long left = Math.max(0, shortage.limit() - shortage.used());
    boolean tasks = shortage.what().equals("tasks");
    return Notices.inline(
        shortage.percent() >= URGENT ? Meaning.BROKEN : Meaning.ATTENTION,
        VaadinIcon.WARNING,
        Words.text(
            "use.short." + shortage.what(),
            Quantities.percent(part(shortage.used(), shortage.limit())),
            tasks
                ? Quantities.count(shortage.used())
                : Quantities.bytes(disk ? left : shortage.used()),
            tasks ? Quantities.count(shortage.limit()) : Quantities.bytes(shortage.limit())));
  }

  /**
   * @param counted since the start; all that is known where nothing was told of each
   */
  private void showKills(List<MemoryKillView> killed, @Nullable Long counted) {
    kills.removeAll();
    killed.stream().limit(SHOWN_KILLS).forEach(kill -> kills.add(notice(kill)));
    if (killed.isEmpty() && counted != null && counted > 0) {
      kills.add(attention(Words.text("use.memory-kills", counted)));
    }
  }

  private static Div notice(MemoryKillView kill) {
    String by = kill.byLimit() ? "use.killed" : "use.killed.node";
    Div notice =
        attention(
            kill.program() == null || kill.bytes() == null
                ? Words.text("use.killed.counted", kill.processes())
                : Words.text(by, kill.program(), Quantities.bytes(kill.bytes())));
    notice.add(TimeText.at(kill.at()));
    return notice;
  }

  private static Div attention(String text) {
    return Notices.inline(Meaning.ATTENTION, VaadinIcon.WARNING, text);
  }

  private void showMemory(@Nullable Long used, @Nullable Long limit) {
    String name = Words.text("nodes.memory");
    if (used == null) {
      memory.showNothing(name);
    } else {
      long most = limit == null ? 0 : limit;
      memory.show(name, part(used, most), Quantities.bytesOf(used, most));
    }
  }

  private void showTasks(@Nullable Long used, @Nullable Long limit) {
    String name = Words.text("use.tasks");
    if (used == null) {
      tasks.showNothing(name);
    } else {
      String of = limit == null ? "" : " / " + Quantities.count(limit);
      tasks.show(name, part(used, limit == null ? 0 : limit), Quantities.count(used) + of);
    }
  }

  private static double part(long used, long limit) {
    return limit <= 0 ? 0 : (double) used / limit;
  }

  private static FactsList facts(UseView now) {
    FactsList facts = new FactsList();
    size(facts, "use.own-files", now.ownBytes());
    size(facts, "use.files-in-memory", now.filesInMemoryBytes());
    size(facts, "use.read", now.readBytes());
    size(facts, "use.written", now.writtenBytes());
    return facts;
  }

  private static void size(FactsList facts, String key, @Nullable Long bytes) {
    if (bytes != null) {
      facts.fact(Words.text(key), Quantities.bytes(bytes));
    }
  }

  private static Div age(UseView now) {
    Div age = FigureAge.of(now.at());
    age.addClassName("quiet");
    return age;
  }
}
