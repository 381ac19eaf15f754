package io.labvm.ui.page;

import com.vaadin.flow.spring.security.AuthenticationContext;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.Origin;
import io.labvm.contract.drain.DrainState;
import io.labvm.contract.drain.DrainWish;
import io.labvm.contract.operation.FromVersion;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationKind;
import io.labvm.contract.storage.MaintenanceKind;
import io.labvm.contract.storage.PrunePlan;
import io.labvm.contract.storage.RetentionRules;
import io.labvm.ui.accounts.Account;
import io.labvm.ui.accounts.AccountId;
import io.labvm.ui.accounts.AccountService;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.accounts.CurrentAccount;
import io.labvm.ui.accounts.LoginCheck;
import io.labvm.ui.accounts.ProfileChange;
import io.labvm.ui.accounts.Proven;
import io.labvm.ui.accounts.Role;
import io.labvm.ui.accounts.Stay;
import io.labvm.ui.audit.Actor;
import io.labvm.ui.audit.AuditEntry;
import io.labvm.ui.audit.AuditLog;
import io.labvm.ui.changes.Change;
import io.labvm.ui.changes.ChangeFeed;
import io.labvm.ui.desktops.DesktopCommand;
import io.labvm.ui.desktops.DesktopService;
import io.labvm.ui.desktops.DesktopView;
import io.labvm.ui.desktops.IdlenessService;
import io.labvm.ui.desktops.IdlenessView;
import io.labvm.ui.desktops.LimitsBounds;
import io.labvm.ui.desktops.LimitsService;
import io.labvm.ui.desktops.LimitsWish;
import io.labvm.ui.desktops.MemoryKillView;
import io.labvm.ui.desktops.NewMember;
import io.labvm.ui.desktops.PlannedSwitchService;
import io.labvm.ui.desktops.PlannedSwitchView;
import io.labvm.ui.desktops.ProgramsView;
import io.labvm.ui.desktops.Registered;
import io.labvm.ui.desktops.RegistrationService;
import io.labvm.ui.desktops.SwitchService;
import io.labvm.ui.desktops.SwitchTarget;
import io.labvm.ui.desktops.UnusedPreview;
import io.labvm.ui.desktops.UseView;
import io.labvm.ui.desktops.WaitingRegistration;
import io.labvm.ui.desktops.WantedDesktop;
import io.labvm.ui.drains.DrainPlanView;
import io.labvm.ui.drains.DrainService;
import io.labvm.ui.drains.DrainView;
import io.labvm.ui.gpus.DesktopGpus;
import io.labvm.ui.gpus.GpuMode;
import io.labvm.ui.gpus.GpuService;
import io.labvm.ui.gpus.NodeGpus;
import io.labvm.ui.internal.Health;
import io.labvm.ui.internal.HealthService;
import io.labvm.ui.left.LeftChanges;
import io.labvm.ui.left.LeftView;
import io.labvm.ui.nodes.BaseView;
import io.labvm.ui.nodes.HistoryRange;
import io.labvm.ui.nodes.NodeHistory;
import io.labvm.ui.nodes.NodeService;
import io.labvm.ui.nodes.NodeView;
import io.labvm.ui.operations.Accepted;
import io.labvm.ui.operations.OperationService;
import io.labvm.ui.operations.OperationView;
import io.labvm.ui.operations.RequestKey;
import io.labvm.ui.problem.FieldProblem;
import io.labvm.ui.problem.ProblemCode;
import io.labvm.ui.problem.ProblemException;
import io.labvm.ui.settings.Settings;
import io.labvm.ui.settings.SettingsService;
import io.labvm.ui.storage.MaintenanceView;
import io.labvm.ui.storage.RetentionService;
import io.labvm.ui.storage.RetentionView;
import io.labvm.ui.storage.StorageService;
import io.labvm.ui.storage.StoreOverview;
import io.labvm.ui.versions.BackupSchedule;
import io.labvm.ui.versions.ChangedEntry;
import io.labvm.ui.versions.FolderEntry;
import io.labvm.ui.versions.PackageChanges.PackageChange;
import io.labvm.ui.versions.TimeTravelService;
import io.labvm.ui.versions.VersionContent;
import io.labvm.ui.versions.VersionService;
import io.labvm.ui.versions.VersionView;
import io.labvm.ui.vnc.VncAccess;
import io.labvm.ui.vnc.VncTicketService;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** Every service of the portal, in memory, with data that tests set. */
@TestConfiguration(proxyBeanMethods = false)
public class FakePortal {
  public Account account = Samples.account(Role.MEMBER);
  public final List<DesktopView> desktops = new ArrayList<>();
  public final Map<OperationId, OperationView> operations = new LinkedHashMap<>();
  public final List<NodeView> nodes = new ArrayList<>();

  /** How nodes suit a desktop that is to move; well when not said. */
  public final Map<String, SwitchTarget.Fit> fits = new HashMap<>();

  public final List<MemoryKillView> memoryKills = new ArrayList<>();
  public @Nullable ProgramsView programs;

  /** How long switches keep a desktop unreachable; null for unknown. */
  public @Nullable Duration pause;

  public @Nullable PlannedSwitchView planned;
  public IdlenessView idleness = IdlenessView.NONE;
  public final List<WaitingRegistration> waiting = new ArrayList<>();
  public final Map<String, NodeGpus> nodeGpus = new HashMap<>();
  public DesktopGpus desktopGpus = DesktopGpus.NONE;
  public final List<String> calls = new ArrayList<>();
  public final List<FieldProblem> registrationProblems = new ArrayList<>();
  public Settings settings = Settings.initial(false);
  public final List<AuditEntry> audit = new ArrayList<>();
  public StoreOverview store =
      new StoreOverview(null, List.of(), null, List.of(), List.of(), List.of());
  public final List<MaintenanceView> upkeep = new ArrayList<>();
  public final List<VersionView> versions = new ArrayList<>();
  public final List<FolderEntry> files = new ArrayList<>();
  public final List<LeftView> left = new ArrayList<>();
  public final List<ChangedEntry> changed = new ArrayList<>();
  public final List<PackageChange> packages = new ArrayList<>();
  public BackupSchedule schedule = BackupSchedule.NONE;
  public RetentionView retention = new RetentionView(RetentionRules.DEFAULT, true, null);
  public PrunePlan plan = new PrunePlan(List.of(), List.of(), 0, 0);
  public DrainPlanView drainPlan = new DrainPlanView("amax", List.of());
  public @Nullable DrainView drain;
  public @Nullable UseView use;
  public @Nullable ProblemException refusal;
  public Health health = new Health(true, List.of());
  private final List<Consumer<Set<Change>>> listeners = new CopyOnWriteArrayList<>();

  /** Forgets everything that an earlier test set. */
  public void reset() {
    account = Samples.account(Role.MEMBER);
    settings = Settings.initial(false);
    store = new StoreOverview(null, List.of(), null, List.of(), List.of(), List.of());
    upkeep.clear();
    desktops.clear();
    audit.clear();
    operations.clear();
    nodes.clear();
    fits.clear();
    waiting.clear();
    calls.clear();
    nodeGpus.clear();
    desktopGpus = DesktopGpus.NONE;
    programs = null;
    pause = null;
    planned = null;
    idleness = IdlenessView.NONE;
    registrationProblems.clear();
    listeners.clear();
    versions.clear();
    files.clear();
    left.clear();
    changed.clear();
    packages.clear();
    schedule = BackupSchedule.NONE;
    retention = new RetentionView(RetentionRules.DEFAULT, true, null);
    plan = new PrunePlan(List.of(), List.of(), 0, 0);
    drainPlan = new DrainPlanView("amax", List.of());
    drain = null;
    use = null;
    refusal = null;
  }

  private void refuse() {
    if (refusal != null) {
      throw refusal;
    }
  }

  /** Adds an operation. */
  public OperationView add(OperationView operation) {
    operations.put(operation.id(), operation);
    return operation;
  }

  /** Tells every page that a row changed. */
  public void changed(Change.Kind kind) {
    listeners.forEach(listener -> listener.accept(Set.of(new Change(kind, "*"))));
  }

  public int followers() {
    return listeners.size();
  }

  @Bean
  AuthenticationContext authenticationContext() {
    return new AuthenticationContext();
  }

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  CurrentAccount currentAccount() {
    return new CurrentAccount() {
      @Override
      public Optional<Account> find() {
        return Optional.of(account);
      }

      @Override
      public Caller caller() {
        return new Caller(account.id(), account.role(), "127.0.0.1");
      }

      @Override
      public String address() {
        return "127.0.0.1";
      }

      @Override
      public void signIn(Proven proven, Stay stay) {
        calls.add("sign in " + proven.account() + " " + stay);
      }

      @Override
      public Duration length(Stay stay) {
        return stay == Stay.KEPT ? Duration.ofDays(30) : Duration.ofHours(8);
      }
    };
  }

  @Bean
  ChangeFeed feed() {
    return (filter, listener) -> {
      Consumer<Set<Change>> filtered =
          changes -> {
            if (changes.stream().anyMatch(filter)) {
              listener.accept(changes);
            }
          };
      listeners.add(filtered);
      return () -> listeners.remove(filtered);
    };
  }

  @Bean
  AccountService accounts() {
    return new FakeAccounts(this);
  }

  @Bean
  SettingsService settings() {
    return new SettingsService() {
      @Override
      public Settings current() {
        return settings;
      }

      @Override
      public Settings change(Caller caller, Settings wanted) {
        settings = wanted;
        return wanted;
      }
    };
  }

  @Bean
  AuditLog auditLog() {
    return new AuditLog() {
      @Override
      public List<AuditEntry> newest(Actor caller, String text, long before, int limit) {
        return audit.stream()
            .filter(e -> e.id() < before && e.toString().contains(text))
            .limit(limit)
            .toList();
      }

      @Override
      public List<AuditEntry> ofDesktop(Actor caller, DesktopId desktop, int limit) {
        return newest(caller, desktop.value(), Long.MAX_VALUE, limit);
      }
    };
  }

  @Bean
  StorageService storageService() {
    return new StorageService() {
      @Override
      public StoreOverview overview(Caller caller) {
        return store;
      }

      @Override
      public List<MaintenanceView> maintenance(Caller caller) {
        return List.copyOf(upkeep);
      }

      @Override
      public String run(Caller caller, MaintenanceKind kind) {
        calls.add("run " + kind.wire());
        return "r1";
      }
    };
  }

  @Bean
  LeftChanges leftChanges() {
    return new FakeLeftChanges(this);
  }

  @Bean
  RetentionService retentionService() {
    return new FakeRetention(this);
  }

  @Bean
  TimeTravelService timeTravelService() {
    return new TimeTravelService() {
      @Override
      public Accepted restore(Caller caller, DesktopId desktop, long version, RequestKey key) {
        refuse();
        calls.add("restore " + version);
        return new Accepted(Samples.OPERATION, desktop);
      }

      @Override
      public Accepted copyBack(Caller caller, DesktopId desktop, FromVersion from, RequestKey key) {
        calls.add("copy back " + from);
        return new Accepted(Samples.OPERATION, desktop);
      }

      @Override
      public Accepted fork(
          Caller caller, DesktopId desktop, long version, String name, RequestKey key) {
        refuse();
        calls.add("fork " + version + " as " + name);
        return new Accepted(Samples.OPERATION, desktop);
      }
    };
  }

  private SwitchTarget target(NodeView node) {
    var fit = fits.getOrDefault(node.id(), new SwitchTarget.Fit(true, null, true));
    return new SwitchTarget(node.id(), node.state(), node.id().equals("amax"), fit, 1L << 30, 2);
  }

  @Bean
  SwitchService switchService() {
    return new SwitchService() {
      @Override
      public List<SwitchTarget> targets(Caller caller, DesktopId desktop) {
        return nodes.stream().map(FakePortal.this::target).toList();
      }

      @Override
      public Optional<ProgramsView> programs(Caller caller, DesktopId desktop) {
        return Optional.ofNullable(programs);
      }

      @Override
      public Optional<Duration> expectedPause(Caller caller, DesktopId desktop) {
        return Optional.ofNullable(pause);
      }

      @Override
      public Accepted switchTo(
          Caller caller, DesktopId desktop, @Nullable String node, RequestKey key) {
        calls.add("switch " + desktop + " to " + node);
        return new Accepted(new OperationId("op-switch"), desktop);
      }
    };
  }

  @Bean
  LimitsService limitsService() {
    return new LimitsService() {
      @Override
      public LimitsBounds bounds(Caller caller, DesktopId desktop) {
        return new LimitsBounds(8000, 32L << 30);
      }

      @Override
      public Accepted change(Caller caller, DesktopId desktop, LimitsWish wish, RequestKey key) {
        calls.add(wish.toString());
        return new Accepted(new OperationId("op-limits"), desktop);
      }
    };
  }

  @Bean
  PlannedSwitchService plannedSwitchService() {
    return new PlannedSwitchService() {
      @Override
      public PlannedSwitchView plan(
          Caller caller,
          DesktopId desktop,
          @Nullable String node,
          @Nullable Instant at,
          RequestKey key) {
        calls.add("plan " + desktop + " to " + node + (at == null ? " unused" : " at " + at));
        var waiting = PlannedSwitchView.State.WAITING;
        planned = new PlannedSwitchView("p1", node, at, waiting, null, Instant.EPOCH);
        return planned;
      }

      @Override
      public Optional<PlannedSwitchView> planned(Caller caller, DesktopId desktop) {
        return Optional.ofNullable(planned);
      }

      @Override
      public void cancelPlan(Caller caller, DesktopId desktop) {
        calls.add("cancel plan of " + desktop);
        planned = null;
      }
    };
  }

  @Bean
  IdlenessService idlenessService() {
    return new IdlenessService() {
      @Override
      public IdlenessView idleness(Caller caller, DesktopId desktop) {
        return idleness;
      }

      @Override
      public IdlenessView extend(Caller caller, DesktopId desktop) {
        calls.add("extend " + desktop);
        refuse();
        idleness = IdlenessView.NONE;
        return idleness;
      }

      @Override
      public IdlenessView lock(Caller caller, DesktopId desktop, Instant until) {
        calls.add("lock " + desktop + " until " + until);
        return idleness;
      }

      @Override
      public IdlenessView unlock(Caller caller, DesktopId desktop) {
        calls.add("unlock " + desktop);
        idleness = IdlenessView.NONE;
        return idleness;
      }

      @Override
      public Optional<IdlenessView.Stopped> cause(Caller caller, OperationId operation) {
        return Optional.ofNullable(idleness.stopped());
      }

      @Override
      public UnusedPreview preview(Caller caller, int hours) {
        return new UnusedPreview(hours, 100 / hours, 24 / hours);
      }

      @Override
      public int mostLockDays() {
        return settings.mostLockDays();
      }
    };
  }

  @Bean
  HealthService healthService() {
    return caller -> health;
  }

  @Bean
  VncTicketService tickets() {
    return (caller, desktop, session) -> {
      if (desktops.stream().noneMatch(d -> d.id().equals(desktop) && d.runningSince() != null)) {
        throw ProblemException.of(ProblemCode.WRONG_STATE, "does not run");
      }
      return new VncAccess("t1", "secret12", "/vnc-ws");
    };
  }

  @Bean
  DesktopService desktopService() {
    return new DesktopService() {
      @Override
      public List<DesktopView> own(Caller caller) {
        return desktops.stream().filter(d -> d.owner().equals(account.login())).toList();
      }

      @Override
      public List<DesktopView> all(Caller caller) {
        return List.copyOf(desktops);
      }

      @Override
      public DesktopView get(Caller caller, DesktopId desktop) {
        return desktops.stream()
            .filter(d -> d.id().equals(desktop))
            .findFirst()
            .orElseThrow(() -> ProblemException.notFound("desktop"));
      }

      @Override
      public List<MemoryKillView> memoryKills(Caller caller, DesktopId desktop) {
        return List.copyOf(memoryKills);
      }

      @Override
      public Optional<UseView> use(Caller caller, DesktopId desktop) {
        return Optional.ofNullable(use);
      }

      @Override
      public String vncSecret(Caller caller, DesktopId desktop) {
        calls.add("secret");
        return "hunter42";
      }

      @Override
      public Accepted command(
          Caller caller, DesktopId desktop, DesktopCommand command, RequestKey key) {
        calls.add(command.name());
        return new Accepted(Samples.OPERATION, desktop);
      }
    };
  }

  @Bean
  OperationService operationService() {
    return new OperationService() {
      @Override
      public OperationView get(Caller caller, OperationId operation, Locale locale) {
        var found = operations.get(operation);
        if (found == null) {
          throw ProblemException.notFound("operation");
        }
        return found;
      }

      @Override
      public List<OperationView> ofDesktop(
          Caller caller, DesktopId desktop, int limit, Locale locale) {
        return operations.values().stream().limit(limit).toList();
      }

      @Override
      public Optional<OperationView> newest(
          Caller caller, DesktopId desktop, OperationKind kind, Duration within, Locale locale) {
        return operations.values().stream()
            .filter(o -> o.kind() == kind && o.createdAt().isAfter(Instant.now().minus(within)))
            .findFirst();
      }

      @Override
      public List<OperationView> recent(Caller caller, int limit, Locale locale) {
        return operations.values().stream().limit(limit).toList();
      }

      @Override
      public Optional<Duration> lastDuration(Caller caller, DesktopId desktop, OperationKind kind) {
        return Optional.of(Duration.ofMillis(4200));
      }

      @Override
      public Accepted abort(Caller caller, OperationId operation) {
        calls.add("abort");
        return new Accepted(operation, Samples.DESKTOP);
      }
    };
  }

  @Bean
  RegistrationService registrations() {
    return new RegistrationService() {
      @Override
      public Registered register(NewMember member, String address, RequestKey key) {
        if (!registrationProblems.isEmpty()) {
          throw ProblemException.invalid(registrationProblems);
        }
        calls.add("register " + member.login() + " " + key.value());
        return new Registered(account.id(), Samples.OPERATION, Samples.DESKTOP);
      }

      @Override
      public Accepted fork(Caller caller, Origin origin, String name, RequestKey key) {
        throw new UnsupportedOperationException();
      }

      @Override
      public Accepted another(Caller caller, WantedDesktop wanted, RequestKey key) {
        if (!desktops.isEmpty()) {
          throw ProblemException.of(ProblemCode.WRONG_STATE, "You have a desktop");
        }
        calls.add("desktop of " + wanted.base() + " on " + wanted.node());
        return new Accepted(Samples.OPERATION, Samples.DESKTOP);
      }

      @Override
      public List<WaitingRegistration> waiting(Caller caller) {
        return List.copyOf(waiting);
      }

      @Override
      public void approve(Caller caller, OperationId operation) {
        calls.add("approve");
        waiting.clear();
      }

      @Override
      public void deny(Caller caller, OperationId operation, String reason) {
        calls.add("deny " + reason);
        waiting.clear();
      }
    };
  }

  @Bean
  NodeService nodeService() {
    return new NodeService() {
      @Override
      public List<NodeView> all(Caller caller) {
        return List.copyOf(nodes);
      }

      @Override
      public NodeHistory history(Caller caller, String node, HistoryRange range) {
        calls.add(node + " history " + range.wire());
        return Samples.history(range);
      }

      @Override
      public List<String> choices() {
        return nodes.stream().map(NodeView::id).toList();
      }

      @Override
      public List<BaseView> bases() {
        return List.of(
            new BaseView("full-3", "full", true, true, Instant.now()),
            new BaseView("min-2", "min", true, true, Instant.now()));
      }

      @Override
      public void setSchedulable(Caller caller, String node, boolean schedulable) {
        calls.add(node + " schedulable " + schedulable);
      }

      @Override
      public String joinToken(Caller caller, String node) {
        return "token";
      }
    };
  }

  @Bean
  GpuService gpuService() {
    return new GpuService() {
      @Override
      public Map<String, NodeGpus> nodes(Caller caller) {
        return Map.copyOf(nodeGpus);
      }

      @Override
      public Map<String, DesktopGpus> desktops(Caller caller) {
        return Map.of(Samples.DESKTOP.value(), desktopGpus);
      }

      @Override
      public DesktopGpus desktop(Caller caller, DesktopId desktop) {
        return desktopGpus;
      }

      @Override
      public DesktopGpus ask(
          Caller caller, DesktopId desktop, @Nullable Integer count, @Nullable Instant until) {
        refuse();
        String time =
            until == null
                ? ""
                : " for %d days"
                    .formatted(Duration.between(Instant.now(), until).plusHours(1).toDays());
        calls.add("ask for " + count + " GPUs" + time);
        return desktopGpus;
      }

      @Override
      public void setMode(Caller caller, String node, GpuMode mode) {
        refuse();
        calls.add(node + " " + mode.wire());
      }
    };
  }

  @Bean
  DrainService drainService() {
    return new DrainService() {
      @Override
      public DrainPlanView plan(Caller caller, String node) {
        refuse();
        return drainPlan;
      }

      @Override
      public Optional<DrainView> last(Caller caller, String node) {
        return Optional.ofNullable(drain);
      }

      @Override
      public DrainView drain(Caller caller, String node, int atOnce) {
        calls.add("drain " + node + " " + atOnce);
        return Samples.drain(DrainState.QUEUED, DrainWish.GO_ON);
      }

      @Override
      public DrainView bringHome(Caller caller, String node, int atOnce) {
        calls.add("home " + node + " " + atOnce);
        return Samples.drain(DrainState.QUEUED, DrainWish.GO_ON);
      }

      @Override
      public void wish(Caller caller, String node, DrainWish wish) {
        calls.add(wish.wire() + " " + node);
      }
    };
  }

  @Bean
  VersionService versionService() {
    return new FakeVersions(this);
  }

  @Bean
  VersionContent versionContent() {
    return new FakeVersionContent(this);
  }

  private record FakeAccounts(FakePortal portal) implements AccountService {
    @Override
    public LoginCheck checkLogin(String login) {
      return login.equals("root")
          ? new LoginCheck(
              new FieldProblem("login", "reserved", "reserved"), List.of("root-1", "root-2"))
          : new LoginCheck(null, List.of());
    }

    @Override
    public Account own(Caller caller) {
      return portal.account;
    }

    @Override
    public List<Account> all(Caller caller) {
      return List.of(portal.account);
    }

    @Override
    public void changePassword(Caller caller, String oldPassword, String newPassword) {
      throw ProblemException.invalid(
          List.of(new FieldProblem("oldPassword", "invalid", "not right")));
    }

    @Override
    public Account changeProfile(Caller caller, ProfileChange change) {
      portal.calls.add("language " + change.language());
      return portal.account;
    }

    @Override
    public Account changeSshKeys(Caller caller, String keys) {
      portal.calls.add("keys " + keys);
      return portal.account;
    }

    @Override
    public void freeze(Caller caller, AccountId account, String reason) {}

    @Override
    public void unfreeze(Caller caller, AccountId account) {}
  }
}
