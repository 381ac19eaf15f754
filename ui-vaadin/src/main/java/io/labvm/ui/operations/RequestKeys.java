package io.labvm.ui.operations;

import io.labvm.ui.PortalProperties;
import io.labvm.ui.problem.ProblemCode;
import io.labvm.ui.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Does a request once per caller and key, and gives the first answer to its repetitions.
 *
 * <p>The key's row is written first and committed with the work: of two at once the second waits on
 * the row, then reads the first answer; after a failure nothing is kept.
 */
@Component
public class RequestKeys {
  private static final Duration KEPT = Duration.ofHours(24);
  private static final Pattern FORM = Pattern.compile("[!-~]{1,128}");

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final Clock clock;
  private final SecretKeySpec digestKey;

  RequestKeys(JdbcClient jdbc, JsonMapper json, PortalProperties properties, Clock clock)
      throws IOException {
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
    byte[] seal = Files.readAllBytes(properties.sealKeyFile());
    this.digestKey = new SecretKeySpec(seal, "HmacSHA256");
  }

  private record Kept(String digest, String body) {}

  /**
   * One request.
   *
   * @param caller account id, or the address of a caller without account
   * @param content all that makes the request; kept only as a keyed digest
   */
  public record Request(String caller, RequestKey key, String content) {
    /** Leaves out the content: it may hold a password. */
    @Override
    public String toString() {
      return "Request[caller=" + caller + "]";
    }
  }

  /**
   * Runs the work, or answers what it answered before. Needs a transaction.
   *
   * @throws ProblemException IDEMPOTENCY_KEY_REUSED when the key came with other content
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public <T> T once(Request request, Class<T> type, Supplier<T> work) {
    String key = request.key().value();
    if (key == null) {
      return work.get();
    }
    if (!FORM.matcher(key).matches()) {
      throw ProblemException.of(
          ProblemCode.BAD_REQUEST, "An Idempotency-Key has 1 to 128 visible ASCII characters.");
    }
    String digest = digest(request.content());
    removeOld(request.caller(), key);
    if (!claim(request.caller(), key, digest)) {
      return json.readValue(sameAnswer(request.caller(), key, digest), type);
    }
    T answer = work.get();
    jdbc.sql("update idempotency set body = cast(? as jsonb) where caller = ? and key = ?")
        .params(json.writeValueAsString(answer), request.caller(), key)
        .update();
    return answer;
  }

  /** True when this caller's key has an answer already; a hint only, {@link #once} decides. */
  public boolean known(Request request) {
    return request.key().value() != null
        && jdbc.sql(
                "select exists (select 1 from idempotency where caller = ? and key = ?"
                    + " and created_at >= ?)")
            .params(request.caller(), request.key().value(), now().minus(KEPT))
            .query(Boolean.class)
            .single();
  }

  private boolean claim(String caller, String key, String digest) {
    return jdbc.sql(
                "insert into idempotency (caller, key, body_sha256, status, body, created_at)"
                    + " values (?, ?, ?, 202, '{}', ?) on conflict do nothing")
            .params(caller, key, digest, now())
            .update()
        == 1;
  }

  private String sameAnswer(String caller, String key, String digest) {
    Kept kept =
        jdbc.sql("select body_sha256, body from idempotency where caller = ? and key = ?")
            .params(caller, key)
            .query((rs, _) -> new Kept(rs.getString(1), rs.getString(2)))
            .single();
    if (!kept.digest().equals(digest)) {
      throw ProblemException.of(
          ProblemCode.IDEMPOTENCY_KEY_REUSED, "This Idempotency-Key was used for another request.");
    }
    return kept.body();
  }

  private void removeOld(String caller, String key) {
    jdbc.sql("delete from idempotency where caller = ? and key = ? and created_at < ?")
        .params(caller, key, now().minus(KEPT))
        .update();
  }

  @Scheduled(initialDelayString = "PT15M", fixedDelayString = "PT1H")
  void removeOld() {
    jdbc.sql("delete from idempotency where created_at < ?").param(now().minus(KEPT)).update();
  }

  /** Keyed, because the content of a registration holds a password. */
  private String digest(String content) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(digestKey);
      return HexFormat.of().formatHex(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }
}
