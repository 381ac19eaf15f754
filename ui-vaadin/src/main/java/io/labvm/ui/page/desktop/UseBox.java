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
import io.labvm.ui.common.Words;
import io.labvm.ui.desktops.UseView;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a running desktop uses of its limits; hidden while nobody tells. */
final class UseBox extends Div {
  private final H2 title = new H2();
  private final Div kills = new Div();
  private final Meter cpu = new Meter();
  private final Meter memory = new Meter();
  private final Meter tasks = new Meter();
  private final Div rest = new Div();

  UseBox() {
    addClassName("card");
    getElement().setAttribute("data-ages", "");
    Div figures = new Div(cpu, memory, tasks);
    figures.addClassName("figures");
    add(title, kills, figures, rest);
    setVisible(false);
  }

  /** Shows it as it is now. */
  void show(Optional<UseView> use, Limits limits) {
    setVisible(use.isPresent());
    use.ifPresent(now -> show(now, limits));
  }

  private void show(UseView now, Limits limits) {
    title.setText(Words.text("use.title"));
    showKills(now.memoryKills());
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

  private void showKills(@Nullable Long killed) {
    kills.removeAll();
    if (killed != null && killed > 0) {
      kills.add(
          Notices.inline(
              Meaning.ATTENTION, VaadinIcon.WARNING, Words.text("use.memory-kills", killed)));
    }
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
