package io.labvm.ui.texts;

import com.vaadin.flow.i18n.I18NProvider;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The texts of the pages in Chinese and English, from {@code
 * vaadin-i18n/translations_*.properties}.
 *
 * <p>Any Chinese locale reads Chinese, every other one English. Every text is a MessageFormat
 * pattern, with or without arguments, so an apostrophe is always doubled.
 */
@Component
public class PortalTexts implements I18NProvider {
  /** Chinese as written in the mainland. */
  public static final Locale CHINESE = Locale.SIMPLIFIED_CHINESE;

  /** English as written in the United States. */
  public static final Locale ENGLISH = Locale.US;

  private static final Logger LOG = LoggerFactory.getLogger(PortalTexts.class);
  private static final Map<Locale, ResourceBundle> BUNDLES =
      Map.of(CHINESE, bundle(CHINESE), ENGLISH, bundle(ENGLISH));

  /** The language of ours that is nearest to the given one. */
  public static Locale nearest(Locale wanted) {
    return wanted.getLanguage().equals(Locale.CHINESE.getLanguage()) ? CHINESE : ENGLISH;
  }

  /** Reads {@code zh_CN} and {@code en_US} as accounts keep them; anything else is English. */
  public static Locale ofAccount(String language) {
    return nearest(Locale.forLanguageTag(language.replace('_', '-')));
  }

  /** The form in which accounts keep a language. */
  public static String toAccount(Locale locale) {
    return nearest(locale).toString();
  }

  @Override
  public List<Locale> getProvidedLocales() {
    return List.of(CHINESE, ENGLISH);
  }

  @Override
  public Locale getDefaultLocale() {
    return ENGLISH;
  }

  @Override
  public String getTranslation(String key, Locale locale, Object... arguments) {
    return say(key, locale, arguments);
  }

  /** The text of a key in the language nearest to the given one. */
  public static String say(String key, Locale locale, Object... arguments) {
    var language = nearest(locale);
    var bundle = BUNDLES.get(language);
    if (bundle == null || !bundle.containsKey(key)) {
      LOG.error("No text for {} in {}", key, language);
      return "";
    }
    return new MessageFormat(bundle.getString(key), language).format(arguments);
  }

  /** True when there is a text of this name. */
  public static boolean has(String key) {
    return bundle(ENGLISH).containsKey(key);
  }

  private static ResourceBundle bundle(Locale locale) {
    return ResourceBundle.getBundle(
        "vaadin-i18n.translations",
        locale,
        PortalTexts.class.getClassLoader(),
        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
  }
}
