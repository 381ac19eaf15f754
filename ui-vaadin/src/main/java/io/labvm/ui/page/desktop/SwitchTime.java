package io.labvm.ui.page.desktop;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.datepicker.DatePicker.DatePickerI18n;
import com.vaadin.flow.component.datetimepicker.DateTimePicker;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import com.vaadin.flow.component.radiobutton.RadioGroupVariant;
import io.labvm.ui.common.Words;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.ZoneId;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** When a switch is to begin: now, at a time of the person's own zone, or when nobody works. */
final class SwitchTime extends Div {
  /** The ways to choose. */
  enum When {
    NOW,
    AT,
    UNUSED
  }

  private final RadioButtonGroup<When> when = new RadioButtonGroup<>(Words.text("switch.when"));
  private final DateTimePicker time = picker(Words.text("switch.at"));
  private final ZoneId zone = zone();

  SwitchTime() {
    when.addThemeVariants(RadioGroupVariant.LUMO_VERTICAL);
    when.setItems(When.values());
    when.setItemLabelGenerator(
        each -> Words.text("switch.when." + each.name().toLowerCase(Locale.ROOT)));
    when.setValue(When.NOW);
    when.addValueChangeListener(_ -> time.setVisible(when.getValue() == When.AT));
    time.setValue(LocalDateTime.now(zone).plusHours(1).truncatedTo(ChronoUnit.HOURS));
    time.setVisible(false);
    addClassName("switch-time");
    add(when, time);
  }

  /** Runs something whenever another choice was made. */
  void onChange(Runnable changed) {
    when.addValueChangeListener(_ -> changed.run());
    time.addValueChangeListener(_ -> changed.run());
  }

  When when() {
    return when.getValue();
  }

  /** Whether it may begin so. */
  boolean isChosen() {
    Instant at = at();
    return when() != When.AT || (at != null && at.isAfter(Instant.now()));
  }

  /** The time chosen; null for none. */
  @Nullable Instant at() {
    LocalDateTime chosen = time.getValue();
    return when() == When.AT && chosen != null ? chosen.atZone(zone).toInstant() : null;
  }

  /** For times of the person's own zone, in the person's language. */
  static DateTimePicker picker(String label) {
    var picker = new DateTimePicker(label);
    Locale locale = UI.getCurrent().getLocale();
    picker.setLocale(locale);
    picker.setDatePickerI18n(names(locale));
    picker.setStep(Duration.ofMinutes(30));
    picker.setWidthFull();
    return picker;
  }

  /** The person's own. */
  static ZoneId zone() {
    var details = UI.getCurrent().getPage().getExtendedClientDetails();
    return zone(details == null ? null : details.getTimeZoneId());
  }

  /** Browsers name zones that Java does not have, such as {@code Etc/Unknown}. */
  static ZoneId zone(@Nullable String id) {
    try {
      return id == null ? ZoneId.systemDefault() : ZoneId.of(id);
    } catch (DateTimeException e) {
      return ZoneId.systemDefault();
    }
  }

  private static DatePickerI18n names(Locale locale) {
    // Sunday first, as the component wants them
    List<DayOfWeek> days = Stream.iterate(DayOfWeek.SUNDAY, day -> day.plus(1)).limit(7).toList();
    return new DatePickerI18n()
        .setMonthNames(
            Stream.of(Month.values())
                .map(m -> m.getDisplayName(TextStyle.FULL_STANDALONE, locale))
                .toList())
        .setWeekdays(days.stream().map(d -> d.getDisplayName(TextStyle.FULL, locale)).toList())
        .setWeekdaysShort(
            days.stream().map(d -> d.getDisplayName(TextStyle.NARROW, locale)).toList())
        .setFirstDayOfWeek(1)
        .setToday(Words.text("switch.today"))
        .setCancel(Words.text("action.cancel"));
  }
}
