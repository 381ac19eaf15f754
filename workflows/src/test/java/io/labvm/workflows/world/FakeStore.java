package io.labvm.workflows.world;

import static java.util.Objects.requireNonNull;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.UpperId;
import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.failure.Failures;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.store.BaseId;
import io.labvm.contract.store.ChainHead;
import io.labvm.contract.store.CreateDesktop;
import io.labvm.contract.store.DeleteStoredDesktop;
import io.labvm.contract.store.EpochHolder;
import io.labvm.contract.store.ForkStored;
import io.labvm.contract.store.NoteVersion;
import io.labvm.contract.store.NotedVersion;
import io.labvm.contract.store.RemoveVersion;
import io.labvm.contract.store.RestoreStored;
import io.labvm.contract.store.SealDesktop;
import io.labvm.contract.store.SealedVersion;
import io.labvm.contract.store.StackOf;
import io.labvm.contract.store.StoreActivities;
import io.labvm.contract.store.StorePing;
import io.labvm.contract.store.StoredDesktop;
import io.labvm.contract.store.StoredStack;
import io.labvm.contract.store.TakeEpoch;
import io.labvm.contract.store.TakenEpoch;
import io.labvm.contract.store.VerifyVersion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The store: recorded desktops and their epochs. */
public final class FakeStore implements StoreActivities {
  private final Faults faults;
  public final Set<DesktopId> desktops = ConcurrentHashMap.newKeySet();
  private final Map<DesktopId, Long> epochs = new ConcurrentHashMap<>();
  private final Map<OperationId, Long> taken = new ConcurrentHashMap<>();

  public FakeStore(Faults faults) {
    this.faults = faults;
  }

  @Override
  public StoredDesktop createDesktop(CreateDesktop request) {
    return faults.pass(
        "Store.CreateDesktop",
        () -> {
          desktops.add(request.desktop());
          return new StoredDesktop(request.desktop(), request.base(), 0);
        });
  }

  @Override
  public TakenEpoch takeEpoch(TakeEpoch request) {
    return faults.pass("Store.TakeEpoch", () -> taken(request));
  }

  private synchronized TakenEpoch taken(TakeEpoch request) {
    long epoch = take(request);
    UpperId fresh = request.fresh();
    if (fresh == null) {
      holders.put(request.desktop(), request.upper());
      return new TakenEpoch(epoch);
    }
    boolean goesOn =
        request.upper().equals(holders.get(request.desktop()))
            && !request.upper().equals(ended.get(request.desktop()));
    UpperId upper = goesOn ? request.upper() : fresh;
    holders.put(request.desktop(), upper);
    List<String> layers = goesOn ? List.of() : layers(shown());
    return new TakenEpoch(epoch, upper, new StoredStack(0, new BaseId("tiny-1"), layers));
  }

  @Override
  public EpochHolder holder(DesktopId desktop) {
    return faults.pass("Store.Holder", () -> requireNonNull(held.get(desktop)));
  }

  /** What {@link #holder} answers. */
  public final Map<DesktopId, EpochHolder> held = new ConcurrentHashMap<>();

  /** The upper that the newest epoch names. */
  private final Map<DesktopId, UpperId> holders = new ConcurrentHashMap<>();

  /** Uppers that no newest version goes on from, since an old one was restored over them. */
  private final Map<DesktopId, UpperId> ended = new ConcurrentHashMap<>();

  private final Map<DesktopId, UpperId> newest = new ConcurrentHashMap<>();

  /** Restores and their undos, by the version they went back to. */
  public final List<RestoreStored> restores = Collections.synchronizedList(new ArrayList<>());

  @Override
  public StoredDesktop fork(ForkStored request) {
    return faults.pass(
        "Store.Fork",
        () -> {
          desktops.add(request.desktop());
          return new StoredDesktop(request.desktop(), new BaseId("tiny-1"), 0);
        });
  }

  private static List<String> layers(long version) {
    return List.of(version == 0 ? "layer-0" : "layer-1");
  }

  /** The version that the newest one shows. */
  private long shown() {
    return restores.isEmpty() ? 1 : restores.getLast().version();
  }

  @Override
  public StoredStack stack(StackOf request) {
    return faults.pass(
        "Store.Stack",
        () -> new StoredStack(request.version(), new BaseId("tiny-1"), layers(request.version())));
  }

  @Override
  public SealedVersion restore(RestoreStored request) {
    return faults.pass("Store.Restore", () -> restored(request));
  }

  private synchronized SealedVersion restored(RestoreStored request) {
    if (!restores.contains(request)) {
      restores.add(request);
    }
    UpperId holder = newest.get(request.desktop());
    if (holder != null) {
      ended.put(request.desktop(), holder);
    }
    return new SealedVersion(
        request.desktop(),
        versions.size() + restores.size(),
        true,
        "frozen",
        "restore",
        request.operation(),
        1,
        0,
        0,
        1,
        2,
        List.of());
  }

  private synchronized long take(TakeEpoch request) {
    if (!desktops.contains(request.desktop())) {
      throw Failures.of(FailureCode.DAMAGED, "no desktop in the store", null);
    }
    return taken.computeIfAbsent(
        request.operation(),
        _ -> {
          long next = Math.max(epochs.getOrDefault(request.desktop(), 0L), request.above()) + 1;
          epochs.put(request.desktop(), next);
          return next;
        });
  }

  /** The trash takes the epochs along: only {@code above} keeps them growing. */
  @Override
  public void deleteDesktop(DeleteStoredDesktop request) {
    faults.pass(
        "Store.DeleteDesktop",
        () -> {
          desktops.remove(request.desktop());
          epochs.remove(request.desktop());
        });
  }

  /** The versions of all desktops, by the operation that made them. */
  public final Map<OperationId, SealedVersion> versions = new ConcurrentHashMap<>();

  private long sealed;

  /** Number of the newest segment of a node that cannot name it any more. */
  public volatile long staged;

  @Override
  public SealedVersion seal(SealDesktop request) {
    return faults.pass("Store.Seal", () -> sealed(request));
  }

  private synchronized SealedVersion sealed(SealDesktop request) {
    ChainHead head = request.head();
    if (head != null) {
      newest.put(request.desktop(), head.upper());
    }
    SealedVersion made = versions.get(request.operation());
    if (made != null) {
      return made;
    }
    long segment = head == null ? staged : head.segment();
    boolean news = segment > sealed;
    SealedVersion version =
        new SealedVersion(
            request.desktop(),
            versions.size() + (news ? 1 : 0),
            news,
            "frozen",
            request.trigger(),
            request.operation(),
            1,
            1,
            100,
            1,
            2,
            List.of());
    if (news) {
      sealed = segment;
      versions.put(request.operation(), version);
    }
    return version;
  }

  @Override
  public void verifyVersion(VerifyVersion request) {
    faults.pass("Store.VerifyVersion", () -> {});
  }

  @Override
  public NotedVersion noteVersion(NoteVersion request) {
    return faults.pass(
        "Store.NoteVersion",
        () ->
            new NotedVersion(
                request.desktop(),
                request.version(),
                String.valueOf(request.label()),
                Boolean.TRUE.equals(request.pinned())));
  }

  @Override
  public void removeVersion(RemoveVersion request) {
    faults.pass("Store.RemoveVersion", () -> {});
  }

  @Override
  public StorePing ping() {
    return faults.pass("Store.Ping", () -> new StorePing("store", "test"));
  }
}
