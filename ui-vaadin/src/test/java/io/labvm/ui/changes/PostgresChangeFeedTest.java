package io.labvm.ui.changes;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.ui.kit.Lab;
import io.labvm.ui.kit.PortalTest;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@PortalTest
class PostgresChangeFeedTest {
  private static final Change ANY_NODE = new Change(Change.Kind.NODE, "*");

  @Autowired private ChangeFeed feed;
  @Autowired private Lab lab;

  @Test
  void tellsChangesAndComesBackAfterALostConnection() throws Exception {
    BlockingQueue<Set<Change>> seen = new LinkedBlockingQueue<>();
    try (var _ = feed.subscribe(change -> change.kind() == Change.Kind.NODE, seen::add)) {
      lab.node("n1", "127.0.0.1", 1);
      assertThat(await(seen, new Change(Change.Kind.NODE, "n1"))).isTrue();
      lab.rows(
          "select pg_terminate_backend(pid) from pg_stat_activity"
              + " where application_name = 'portal-changes' and datname = current_database()");
      assertThat(await(seen, ANY_NODE)).as("everything may have changed").isTrue();
      lab.node("n2", "127.0.0.1", 1);
      assertThat(await(seen, new Change(Change.Kind.NODE, "n2"))).isTrue();
    }
  }

  @Test
  void tellsAlsoWhatChangedAMomentBefore() throws Exception {
    Change change = new Change(Change.Kind.NODE, "n3");
    BlockingQueue<Set<Change>> seen = new LinkedBlockingQueue<>();
    try (var _ = feed.subscribe(each -> each.equals(change), seen::add)) {
      lab.node("n3", "127.0.0.1", 1);
      assertThat(await(seen, change)).isTrue();
    }
    seen.clear();
    try (var _ = feed.subscribe(each -> each.equals(change), seen::add)) {
      assertThat(await(seen, change)).isTrue();
    }
  }

  private static boolean await(BlockingQueue<Set<Change>> seen, Change wanted)
      throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (System.nanoTime() < end) {
      Set<Change> changes = seen.poll(1, TimeUnit.SECONDS);
      if (changes != null && changes.contains(wanted)) {
        return true;
      }
    }
    return false;
  }
}
