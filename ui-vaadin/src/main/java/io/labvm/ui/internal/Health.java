package io.labvm.ui.internal;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.labvm.ui.texts.PortalTexts;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The state of the platform.
 *
 * @param healthy true when every check is
 */
public record Health(boolean healthy, List<Check> checks) {
  public Health {
    checks = List.copyOf(checks);
  }

  /**
   * One part.
   *
   * @param name for example {@code database}, {@code node n1}
   * @param seen what was seen; over REST it is {@code detail}, in English
   */
  public record Check(String name, boolean ok, @JsonIgnore Seen seen) {
    /** What was seen, in English. */
    @JsonProperty
    public String detail() {
      return seen.in(PortalTexts.ENGLISH);
    }
  }

  /**
   * What was seen, to be said in any language; never a secret.
   *
   * @param key of the text {@code health.seen.KEY}
   */
  public record Seen(String key, List<String> arguments) {
    public Seen {
      arguments = List.copyOf(arguments);
    }

    static Seen of(String key, Object... arguments) {
      return new Seen(key, Stream.of(arguments).map(String::valueOf).toList());
    }

    /** The text in the language nearest to the given one. */
    public String in(Locale locale) {
      return PortalTexts.say("health.seen." + key, locale, arguments.toArray());
    }
  }

  static Health of(List<Check> checks) {
    return new Health(checks.stream().allMatch(Check::ok), checks);
  }
}
