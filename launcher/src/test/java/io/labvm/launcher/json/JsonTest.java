package io.labvm.launcher.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Test
  void readsWhatItWrites() {
    String text =
        Json.write(
            Map.of(
                "list", List.of(1, true, "a\"\\\n中"), "none", Json.NULL, "deep", Map.of("x", 1.5)));
    Json json = Json.parse(text);
    assertThat(json.get("list").items()).hasSize(3);
    assertThat(json.get("list").items().get(2).text()).isEqualTo("a\"\\\n中");
    assertThat(json.get("list").items().get(1).isTrue()).isTrue();
    assertThat(json.get("none").isNull()).isTrue();
    assertThat(json.get("deep").get("x").text()).isEqualTo("1.5");
    assertThat(Json.parse(Json.write(json)).get("list")).isEqualTo(json.get("list"));
  }

  @Test
  void missingFieldsReadAsNull() {
    assertThat(Json.parse("{}").get("a").get("b").text()).isEmpty();
    assertThat(Json.parse("[]").items()).isEmpty();
    assertThat(Json.parse("{\"a\":\"\\u4e2d\"}").get("a").text()).isEqualTo("中");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[1", "{\"a\"", "nonsense", "{} {}", "\"open", "<html>"})
  void brokenTextReadsAsNull(String text) {
    assertThat(Json.parse(text).isNull()).isTrue();
  }
}
