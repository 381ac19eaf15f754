package io.labvm.e2e;

import io.labvm.e2e.chaos.Content;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/** Who is in a laboratory under chaos: members and their desktops, born, forked and deleted. */
final class ChaosMembers {
  private final Lab lab;
  private final ChaosDiary diary;
  private final Map<String, ChaosDesktop> desktops = new TreeMap<>();

  /** Deleted ones; a node that was away may still have something of them for a while. */
  private final Map<String, ChaosDesktop> gone = new TreeMap<>();

  private final List<Member> members = new ArrayList<>();

  /** Logins whose registration was asked for in this round. */
  private final List<String> registering = new ArrayList<>();

  /** What the forks that were asked for in this round begin with, by login. */
  private final Map<String, Map<String, Content>> forking = new LinkedHashMap<>();

  ChaosMembers(Lab lab, ChaosDiary diary) {
    this.lab = lab;
    this.diary = diary;
  }

  Collection<ChaosDesktop> desktops() {
    return desktops.values();
  }

  /** One that is, or was. */
  ChaosDesktop known(String id) {
    ChaosDesktop desktop = desktops.containsKey(id) ? desktops.get(id) : gone.get(id);
    if (desktop == null) {
      throw new AssertionError("nobody asked for the desktop " + id);
    }
    return desktop;
  }

  void register() {
    String login = Lab.newLogin();
    diary.count("register", "register %s".formatted(login));
    synchronized (registering) {
      registering.add(login);
    }
    diary.sent(login, lab.api(), "/api/v1/registrations", Lab.registration(login, null));
  }

  void ask(ChaosDesktop desktop, ChaosDesktop.Command command, ChaosDice own) {
    Map<String, Content> fork = desktop.ask(command, own);
    if (fork != null) {
      synchronized (forking) {
        forking.put(desktop.member().login(), fork);
      }
    }
  }

  /**
   * Whoever waits for nothing else and sees that the node of their desktop is lost, wants it
   * elsewhere.
   *
   * @param time how long they look
   */
  void rescue(ChaosDice own, Duration time) {
    Instant end = Instant.now().plus(time);
    while (Instant.now().isBefore(end)) {
      LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
      lost().stream()
          .filter(desktop -> !desktop.isCommanded())
          .forEach(desktop -> ask(desktop, ChaosDesktop.Command.SWITCH, own));
    }
  }

  /** As far as the portal answers. */
  private List<ChaosDesktop> lost() {
    var lost = new ArrayList<ChaosDesktop>();
    try {
      for (JsonNode desktop : lab.admin().get("/api/v1/desktops").body()) {
        ChaosDesktop known = desktops.get(desktop.path("id").asString());
        if (known != null && desktop.path("state").asString("").equals("node-lost")) {
          lost.add(known);
        }
      }
    } catch (UncheckedIOException noAnswer) {
      diary.note("nobody says which nodes are lost: " + noAnswer.getMessage());
    }
    return lost;
  }

  /** Desktops that came, whether their birth was answered or not, and those that went. */
  void areNow(Map<String, JsonNode> told) {
    gone.putAll(desktops);
    desktops.keySet().retainAll(told.keySet());
    gone.keySet().removeAll(told.keySet());
    for (String login : registering) {
      var token =
          lab.api().post("/api/v1/tokens", Map.of("login", login, "password", Lab.PASSWORD));
      if (token.status() == 201) {
        var api = lab.api().as(token.text("token"));
        members.add(new Member(lab, login, "", "", api));
      }
    }
    for (Member member : members) {
      for (JsonNode desktop : member.api().get("/api/v1/desktops").expect(200).body()) {
        desktops.computeIfAbsent(desktop.path("id").asString(), id -> newcomer(member, id));
      }
    }
    registering.clear();
    forking.clear();
  }

  private ChaosDesktop newcomer(Member member, String id) {
    var owner = new Member(lab, member.login(), id, "", member.api());
    return new ChaosDesktop(owner, forking.getOrDefault(member.login(), Map.of()), diary);
  }

  Map<String, String> states() {
    var states = new TreeMap<String, String>();
    desktops.forEach((id, desktop) -> states.put(id, desktop.state()));
    return states;
  }
}
