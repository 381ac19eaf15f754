package io.labvm.ui.texts;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.operation.OperationKind;
import io.labvm.contract.operation.OperationState;
import io.labvm.contract.operation.StepState;
import io.labvm.ui.accounts.AccountStatus;
import io.labvm.ui.nodes.NodeState;
import io.labvm.ui.problem.ProblemCode;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PortalTextsTest {
  private static final List<String> STEPS =
      List.of(
          "approval",
          "place",
          "store",
          "base",
          "epoch",
          "root",
          "container",
          "vnc",
          "address",
          "session",
          "secret",
          "forget");

  private final PortalTexts texts = new PortalTexts();

  @Test
  void bothLanguagesHaveTheSameKeys() throws IOException {
    assertThat(file("zh_CN").stringPropertyNames())
        .containsExactlyInAnyOrderElementsOf(file("en_US").stringPropertyNames());
  }

  @Test
  void everyTextIsFilledAndUsesTheSameArguments() throws IOException {
    var english = file("en_US");
    var chinese = file("zh_CN");
    for (var key : english.stringPropertyNames()) {
      assertThat(english.getProperty(key)).as(key).isNotBlank();
      assertThat(chinese.getProperty(key)).as(key).isNotBlank();
      assertThat(new MessageFormat(chinese.getProperty(key)).getFormatsByArgumentIndex().length)
          .as("arguments of " + key)
          .isEqualTo(
              new MessageFormat(english.getProperty(key)).getFormatsByArgumentIndex().length);
    }
  }

  @Test
  void everyValueThatPagesShowHasAText() {
    var keys =
        Stream.of(
                Arrays.stream(DesktopPhase.values()).map(v -> "state." + v.wire()),
                Arrays.stream(DesktopPhase.values()).map(v -> "standing." + v.wire()),
                Arrays.stream(OperationKind.values()).map(v -> "operation." + v.wire()),
                Arrays.stream(OperationState.values()).map(v -> "operation-state." + v.wire()),
                Arrays.stream(StepState.values()).map(v -> "step-state." + v.wire()),
                Arrays.stream(NodeState.values()).map(v -> "node-state." + v.wire()),
                Arrays.stream(AccountStatus.values()).map(v -> "account-status." + v.wire()),
                Arrays.stream(ProblemCode.values()).map(v -> "problem." + v.wire()),
                STEPS.stream().map(v -> "step." + v),
                Arrays.stream(FailureCode.values()).flatMap(PortalTextsTest::partsOf))
            .flatMap(v -> v);
    assertThat(keys).allMatch(PortalTexts::has);
  }

  @Test
  void speaksChineseToEveryChineseLocaleAndEnglishToTheRest() {
    assertThat(texts.getTranslation("state.running", Locale.TRADITIONAL_CHINESE)).isEqualTo("运行中");
    assertThat(texts.getTranslation("state.running", Locale.CHINESE)).isEqualTo("运行中");
    assertThat(texts.getTranslation("state.running", Locale.GERMANY)).isEqualTo("Running");
  }

  @Test
  void keepsLanguagesInTheFormOfAccounts() {
    assertThat(PortalTexts.toAccount(PortalTexts.CHINESE)).isEqualTo("zh_CN");
    assertThat(PortalTexts.toAccount(PortalTexts.ENGLISH)).isEqualTo("en_US");
    assertThat(PortalTexts.ofAccount("zh_CN")).isEqualTo(PortalTexts.CHINESE);
    assertThat(PortalTexts.ofAccount("en_US")).isEqualTo(PortalTexts.ENGLISH);
  }

  @Test
  void doublesNoApostropheInWhatPeopleRead() {
    assertThat(texts.getTranslation("consequences.type", Locale.US, "o'neil")).contains("o'neil");
    assertThat(texts.getTranslation("failure.wrong-state.why", Locale.US)).contains("desktop's");
  }

  private static Stream<String> partsOf(FailureCode code) {
    return Stream.of("why", "todo").map(p -> "failure." + code.wire() + "." + p);
  }

  private static Properties file(String language) throws IOException {
    var name = "/vaadin-i18n/translations_" + language + ".properties";
    var properties = new Properties();
    try (var in = Objects.requireNonNull(PortalTextsTest.class.getResourceAsStream(name))) {
      properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    }
    return properties;
  }
}
