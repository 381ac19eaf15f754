package io.labvm.ui.page.connect;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.AnchorTarget;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.common.CopyField;
import io.labvm.ui.common.Words;
import io.labvm.ui.desktops.DesktopService;
import io.labvm.ui.desktops.DesktopView;
import io.labvm.ui.page.browser.BrowserNavigation;

/** The addresses of one's own desktop, each with a copy button; the VNC secret on demand. */
public final class ConnectionSheet extends Div {
  /** A sheet in the present language. */
  public ConnectionSheet(DesktopView desktop, DesktopService desktops, Caller caller) {
    addClassName("card");
    var addresses = desktop.addresses();
    add(new H2(Words.text("desktop.connect")));
    add(CopyField.of("desktop.browser", addresses.browser()));
    add(CopyField.of("desktop.vnc", addresses.vnc()));
    add(CopyField.secret("desktop.secret", () -> desktops.vncSecret(caller, desktop.id())));
    add(quiet("desktop.secret.note"));
    addSsh(desktop);
    add(quiet("desktop.addresses.same"));
  }

  private void addSsh(DesktopView desktop) {
    var ssh = desktop.addresses().ssh();
    if (ssh == null) {
      add(quiet("desktop.ssh.none"));
    } else {
      add(CopyField.of("desktop.ssh", sshLine(desktop.login(), ssh)), quiet("desktop.ssh.keys"));
    }
  }

  /** The line for a terminal. */
  static String sshLine(String login, String address) {
    var colon = address.lastIndexOf(':');
    // IPv6 addresses stand in brackets before a port, but not in ssh's argument.
    var host = address.substring(0, colon).replaceAll("[\\[\\]]", "");
    return "ssh -p %s %s@%s".formatted(address.substring(colon + 1), login, host);
  }

  /** The link that opens the desktop in a tab of its own; away while it does not run. */
  public static Anchor openLink(DesktopView desktop) {
    var link =
        new Anchor(
            BrowserNavigation.path(desktop.id()), Words.text("action.open"), AnchorTarget.BLANK);
    link.addClassName("button-link");
    link.setVisible(desktop.state() == DesktopPhase.RUNNING);
    return link;
  }

  private static Paragraph quiet(String key) {
    var text = new Paragraph(new Span(Words.text(key)));
    text.addClassName("quiet");
    return text;
  }
}
