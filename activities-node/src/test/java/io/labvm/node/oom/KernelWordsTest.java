package io.labvm.node.oom;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Lines as kernels of several versions write them. */
class KernelWordsTest {
  private static final String GROUP = "/labvm-1a/n1/d1/3/c0ffee";
  private final KernelWords words = new KernelWords();

  private List<KernelKill> read(String... lines) {
    return List.of(lines).stream()
        .map(line -> words.read("3,1,5000,-;" + line + "\n SUBSYSTEM=memory\n"))
        .flatMap(Optional::stream)
        .toList();
  }

  @Test
  void readsLinux6() {
    assertThat(
            read(
                "python invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0",
                "memory: usage 131072kB, limit 131072kB, failcnt 32",
                "oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset="
                    + "c0ffee,mems_allowed=0,oom_memcg=%1$s,task_memcg=%1$s,task=python,pid=4711,uid=1000"
                        .formatted(GROUP),
                "Memory cgroup out of memory: Killed process 4711 (python) total-vm:33554432kB,"
                    + " anon-rss:32505856kB, file-rss:1024kB, shmem-rss:2048kB, UID:1000"
                    + " pgtables:64000kB oom_score_adj:0",
                "oom_reaper: reaped process 4711 (python), now anon-rss:0kB, file-rss:0kB"))
        .containsExactly(new KernelKill(GROUP, 4711, "python", 32508928L << 10, true, 5000));
  }

  @Test
  void readsLinux5WhichMayEndAChildInstead() {
    assertThat(
            read(
                "oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,"
                    + "oom_memcg=%1$s,task_memcg=%1$s,task=make,pid=10,uid=0".formatted(GROUP),
                "Memory cgroup out of memory: Kill process 10 (make) score 989 or sacrifice child",
                "Killed process 11 (cc1plus) total-vm:2000kB, anon-rss:1000kB, file-rss:24kB,"
                    + " shmem-rss:0kB"))
        .containsExactly(new KernelKill(GROUP, 11, "cc1plus", 1024 << 10, true, 5000));
  }

  @Test
  void readsLinux4And3() {
    assertThat(
            read(
                "Task in " + GROUP + "/inner killed as a result of limit of " + GROUP,
                "Memory cgroup out of memory: Kill process 12 (a (b) c) score 1001 or sacrifice"
                    + " child",
                "Killed process 12 (a (b) c) total-vm:9kB, anon-rss:4kB, file-rss:1kB,"
                    + " shmem-rss:1kB"))
        .containsExactly(new KernelKill(GROUP, 12, "a (b) c", 6 << 10, true, 5000));
    assertThat(
            read(
                "Task in " + GROUP + " killed as a result of limit of " + GROUP,
                "Killed process 13 (java), UID 1000, total-vm:9kB, anon-rss:4kB, file-rss:1kB"))
        .containsExactly(new KernelKill(GROUP, 13, "java", 5 << 10, true, 5000));
  }

  @Test
  void saysWhenTheMachineWasFull() {
    assertThat(
            read(
                "oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,"
                    + "global_oom,task_memcg=%s,task=firefox,pid=14,uid=1000".formatted(GROUP),
                "Out of memory: Killed process 14 (firefox) total-vm:9kB, anon-rss:4kB,"
                    + " file-rss:0kB, shmem-rss:0kB, UID:1000 pgtables:64kB oom_score_adj:0"))
        .containsExactly(new KernelKill(GROUP, 14, "firefox", 4 << 10, false, 5000));
  }

  /** The kernel leaves the first line out when there are many: then nobody knows whose it was. */
  @Test
  void namesNoProcessThatNothingWasSaidAbout() {
    String killed =
        "Memory cgroup out of memory: Killed process %d (x) total-vm:1kB, anon-rss:1kB,"
            + " file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:4kB oom_score_adj:0";
    assertThat(read(killed.formatted(15))).isEmpty();
    assertThat(
            read(
                "oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,"
                    + "oom_memcg=/other,task_memcg=/other,task=x,pid=16,uid=0",
                killed.formatted(17),
                killed.formatted(16),
                killed.formatted(16)))
        .extracting(KernelKill::pid)
        .containsExactly(16L);
    assertThat(words.read("no record")).isEmpty();
  }
}
