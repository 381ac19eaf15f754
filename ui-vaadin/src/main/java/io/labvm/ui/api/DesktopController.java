package io.labvm.ui.api;

import io.labvm.ui.accounts.Caller;
import io.labvm.ui.accounts.CurrentAccount;
import io.labvm.ui.desktops.DesktopCommand;
import io.labvm.ui.desktops.DesktopService;
import io.labvm.ui.desktops.DesktopView;
import io.labvm.ui.desktops.MemoryKillView;
import io.labvm.ui.desktops.RegistrationService;
import io.labvm.ui.desktops.UseView;
import io.labvm.ui.desktops.WantedDesktop;
import io.labvm.ui.gpus.DesktopGpus;
import io.labvm.ui.gpus.GpuService;
import io.labvm.ui.operations.OperationService;
import io.labvm.ui.operations.RequestKey;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Desktops over REST. */
@Tag(name = "desktops")
@RestController
@RequestMapping("/api/v1/desktops")
class DesktopController {
  private static final String KEY = "Idempotency-Key";

  private final DesktopService desktops;
  private final RegistrationService registrations;
  private final OperationService operations;
  private final GpuService gpus;
  private final CurrentAccount current;

  DesktopController(
      DesktopService desktops,
      RegistrationService registrations,
      OperationService operations,
      GpuService gpus,
      CurrentAccount current) {
    this.desktops = desktops;
    this.registrations = registrations;
    this.operations = operations;
    this.gpus = gpus;
    this.current = current;
  }

  /** The VNC secret. */
  record SecretJson(String vncSecret) {
    /** Leaves out the secret: records are printed into logs. */
    @Override
    public String toString() {
      return "SecretJson[]";
    }
  }

  @Operation(summary = "The own desktops; for an admin all")
  @GetMapping
  List<DesktopJson> list() {
    Caller caller = current.caller();
    List<DesktopView> views = caller.admin() ? desktops.all(caller) : desktops.own(caller);
    Map<String, DesktopGpus> held = gpus.desktops(caller);
    return views.stream()
        .map(view -> DesktopJson.of(view, held.getOrDefault(view.id().value(), DesktopGpus.NONE)))
        .toList();
  }

  @Operation(summary = "Make a desktop for a member who has none any more")
  @PostMapping
  ResponseEntity<AcceptedJson> make(
      @RequestBody WantedDesktop wanted,
      @RequestHeader(name = KEY, required = false) @Nullable String key) {
    return AcceptedJson.of(registrations.another(current.caller(), wanted, new RequestKey(key)));
  }

  @Operation(summary = "One desktop")
  @GetMapping("/{desktop}")
  DesktopJson get(@PathVariable String desktop) {
    Caller caller = current.caller();
    DesktopView view = desktops.get(caller, Ids.desktop(desktop));
    return DesktopJson.of(view, gpus.desktop(caller, view.id()));
  }

  @Operation(summary = "What it uses, as its node last told; 204 unless it runs and its node tells")
  @GetMapping("/{desktop}/use")
  ResponseEntity<UseView> use(@PathVariable String desktop) {
    return desktops
        .use(current.caller(), Ids.desktop(desktop))
        .map(ResponseEntity::ok)
        .orElseGet(() -> ResponseEntity.noContent().build());
  }

  @Operation(summary = "What the kernel ended in it for want of memory, newest first")
  @GetMapping("/{desktop}/memory-kills")
  List<MemoryKillView> memoryKills(@PathVariable String desktop) {
    return desktops.memoryKills(current.caller(), Ids.desktop(desktop));
  }

  @Operation(summary = "The VNC secret (owner only)")
  @GetMapping("/{desktop}/secret")
  ResponseEntity<SecretJson> secret(@PathVariable String desktop) {
    String secret = desktops.vncSecret(current.caller(), Ids.desktop(desktop));
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(new SecretJson(secret));
  }

  @Operation(summary = "Operations of a desktop, newest first")
  @GetMapping("/{desktop}/operations")
  List<OperationJson> operations(
      @PathVariable String desktop, @RequestParam(defaultValue = "20") int limit, Locale locale) {
    Caller caller = current.caller();
    var id = Ids.desktop(desktop);
    desktops.get(caller, id);
    return operations.ofDesktop(caller, id, limit, locale).stream().map(OperationJson::of).toList();
  }

  @Operation(summary = "Start it")
  @PostMapping("/{desktop}/start")
  ResponseEntity<AcceptedJson> start(
      @PathVariable String desktop,
      @RequestHeader(name = KEY, required = false) @Nullable String key) {
    return command(desktop, DesktopCommand.START, key);
  }

  @Operation(summary = "Stop it; its files are kept")
  @PostMapping("/{desktop}/stop")
  ResponseEntity<AcceptedJson> stop(
      @PathVariable String desktop,
      @RequestHeader(name = KEY, required = false) @Nullable String key) {
    return command(desktop, DesktopCommand.STOP, key);
  }

  @Operation(summary = "Delete it")
  @PostMapping("/{desktop}/delete")
  ResponseEntity<AcceptedJson> delete(
      @PathVariable String desktop,
      @RequestHeader(name = KEY, required = false) @Nullable String key) {
    return command(desktop, DesktopCommand.DELETE, key);
  }

  @Operation(summary = "Make a new VNC secret")
  @PostMapping("/{desktop}/rotate-secret")
  ResponseEntity<AcceptedJson> rotateSecret(
      @PathVariable String desktop,
      @RequestHeader(name = KEY, required = false) @Nullable String key) {
    return command(desktop, DesktopCommand.ROTATE_SECRET, key);
  }

  @Operation(summary = "End and start its X session")
  @PostMapping("/{desktop}/restart-session")
  ResponseEntity<AcceptedJson> restartSession(
      @PathVariable String desktop,
      @RequestHeader(name = KEY, required = false) @Nullable String key) {
    return command(desktop, DesktopCommand.RESTART_SESSION, key);
  }

  @Operation(summary = "Back it up: make a version of it now; none when nothing changed")
  @PostMapping("/{desktop}/backup")
  ResponseEntity<AcceptedJson> backup(
      @PathVariable String desktop,
      @RequestHeader(name = KEY, required = false) @Nullable String key) {
    return command(desktop, DesktopCommand.BACKUP, key);
  }

  @Operation(summary = "Give it its GPUs anew: a new container on the same files")
  @PostMapping("/{desktop}/repair-gpu")
  ResponseEntity<AcceptedJson> repairGpu(
      @PathVariable String desktop,
      @RequestHeader(name = KEY, required = false) @Nullable String key) {
    return command(desktop, DesktopCommand.REPAIR_GPU, key);
  }

  private ResponseEntity<AcceptedJson> command(
      String desktop, DesktopCommand command, @Nullable String key) {
    return AcceptedJson.of(
        desktops.command(current.caller(), Ids.desktop(desktop), command, new RequestKey(key)));
  }
}
