package io.labvm.ui.accounts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Login names that a member cannot take: system users of the bases, and names that mislead. */
final class ReservedLogins {
  private static final String RESOURCE = "reserved-logins.txt";

  private ReservedLogins() {}

  static Set<String> load() {
    try (var in = ReservedLogins.class.getResourceAsStream(RESOURCE)) {
      String text =
          new String(Objects.requireNonNull(in, RESOURCE).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines()
          .map(line -> line.replaceAll("#.*", "").strip())
          .flatMap(line -> java.util.Arrays.stream(line.split("\\s+")))
          .filter(name -> !name.isEmpty())
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
