package io.labvm.worker;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Holds activities at named points, so that a test can kill a process exactly there.
 *
 * <p>A point is {@code <ActivityType>.before} or {@code <ActivityType>.after} (work done, answer
 * not sent). While a file of that name is in the directory, whoever passes writes {@code
 * <point>.reached} with its process id and waits. A file {@code <point>@<desktop>} holds only the
 * operations of that desktop.
 */
public final class FaultPoints extends WorkerInterceptorBase {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  private final Path directory;

  FaultPoints(Path directory) {
    this.directory = directory;
  }

  @Override
  public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
    return new Held(next);
  }

  private final class Held extends ActivityInboundCallsInterceptorBase {
    private String type = "";
    private String desktop = "";

    Held(ActivityInboundCallsInterceptor next) {
      super(next);
    }

    @Override
    public void init(ActivityExecutionContext context) {
      type = context.getInfo().getActivityType();
      desktop = desktop(context.getInfo().getWorkflowId());
      super.init(context);
    }

    @Override
    public ActivityOutput execute(ActivityInput input) {
      passBoth(type + ".before");
      ActivityOutput output = super.execute(input);
      passBoth(type + ".after");
      return output;
    }

    private void passBoth(String point) {
      pass(point);
      if (!desktop.isEmpty()) {
        pass(point + "@" + desktop);
      }
    }

    /** The desktop in a workflow id such as {@code operation/<desktop>/<operation>}; else empty. */
    private static String desktop(@Nullable String workflowId) {
      if (workflowId == null) {
        return "";
      }
      String[] parts = workflowId.split("/", -1);
      return parts.length > 1 ? parts[1] : "";
    }
  }

  /** Waits while a test holds this point, too. */
  public void pass(String point) {
    Path hold = directory.resolve(point);
    if (!Files.exists(hold)) {
      return;
    }
    try {
      announce(point);
      while (Files.exists(hold)) {
        Thread.sleep(LOOK_AGAIN);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("fault point " + point, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted at fault point " + point, e);
    }
  }

  /** Written aside and renamed: a test that sees the file sees the whole process id. */
  private void announce(String point) throws IOException {
    Path part = Files.createTempFile(directory, ".", ".part");
    Files.writeString(part, Long.toString(ProcessHandle.current().pid()));
    Files.move(part, directory.resolve(point + ".reached"), StandardCopyOption.ATOMIC_MOVE);
  }
}
