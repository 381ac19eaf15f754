package io.labvm.layers.moosefs;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives the one {@link MooseFs} of a test JVM to everything that asks for it; started once, ended
 * with the last test.
 */
public final class MooseFsExtension implements ParameterResolver {
  private static final Namespace HERE = Namespace.create(MooseFsExtension.class);

  /** The file system or why there is none: a failed start is not tried again for each test. */
  private record Shared(@Nullable MooseFs moosefs, Throwable failure) implements AutoCloseable {
    static Shared start() {
      try {
        return new Shared(MooseFs.start(), new IllegalStateException("it is closed"));
      } catch (IOException e) {
        return new Shared(null, e);
      }
    }

    MooseFs orFail() {
      if (moosefs == null) {
        throw new ParameterResolutionException("MooseFS did not start", failure);
      }
      return moosefs;
    }

    @Override
    public void close() throws IOException {
      if (moosefs != null) {
        moosefs.close();
      }
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == MooseFs.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(HERE)
        .computeIfAbsent("moosefs", _ -> Shared.start(), Shared.class)
        .orFail();
  }
}
