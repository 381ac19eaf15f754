package io.labvm.e2e;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives the one shared laboratory of a run (base tiny) to every test that asks for a Lab. */
final class LabExtension implements ParameterResolver {
  private static final Namespace HERE = Namespace.create(LabExtension.class);

  /** The laboratory or why there is none: a failed start is not tried again for each test. */
  private record Shared(@Nullable Lab lab, Throwable failure) implements AutoCloseable {
    static Shared start() {
      try {
        return new Shared(Lab.start("tiny"), new IllegalStateException("it is closed"));
      } catch (IOException | AssertionError e) {
        return new Shared(null, e);
      }
    }

    Lab orFail() {
      if (lab == null) {
        throw new ParameterResolutionException("the laboratory did not start", failure);
      }
      return lab;
    }

    @Override
    public void close() throws IOException {
      if (lab != null) {
        lab.close();
      }
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Lab.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(HERE)
        .computeIfAbsent("lab", _ -> Shared.start(), Shared.class)
        .orFail();
  }
}
