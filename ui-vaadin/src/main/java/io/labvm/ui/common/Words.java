package io.labvm.ui.common;

import com.vaadin.flow.i18n.I18NProvider;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.operation.OperationKind;
import io.labvm.contract.operation.OperationState;
import io.labvm.contract.operation.StepState;
import io.labvm.ui.texts.PortalTexts;

/** Says the values of the system in the language of the current page; never a raw name. */
public final class Words {
  private Words() {}

  /** The text of a key. */
  public static String text(String key, Object... arguments) {
    return I18NProvider.translate(key, arguments);
  }

  /** The state of a desktop, one or two words. */
  public static String of(DesktopPhase phase) {
    return text("state." + phase.wire());
  }

  /** What an operation does, as a noun. */
  public static String of(OperationKind kind) {
    return text("operation." + kind.wire());
  }

  /** The state of an operation. */
  public static String of(OperationState state) {
    return text("operation-state." + state.wire());
  }

  /** The state of a step. */
  public static String of(StepState state) {
    return text("step-state." + state.wire());
  }

  /** What a step does; a step this portal does not know yet has a general name. */
  public static String step(String name) {
    var key = "step." + name;
    return text(PortalTexts.has(key) ? key : "step.unknown");
  }

  /** A mark of a desktop such as {@code disk-full}; an unknown one is said generally. */
  public static String badge(String name) {
    var key = "badge." + name;
    return text(PortalTexts.has(key) ? key : "badge.unknown");
  }
}
