package io.kundig.templates;

import io.kundig.templates.Templates.RenderFailed;
import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Currency;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import liqp.TemplateContext;

/// What one rendering may still use, and how it writes numbers.
final class RenderState {

  static final int MOST_STEPS = 100_000;
  static final Duration LONGEST = Duration.ofSeconds(1);

  /// What all values assigned or made by filters may hold together.
  static final int MOST_MEMORY = 4_000_000;

  private static final String NAME = "kundig";
  private static final int STEPS_BETWEEN_LOOKS = 256;

  private final Locale locale;
  private final ZoneId zone;
  private final Map<String, NumberFormat> formats = new HashMap<>(2);
  private final long start = System.nanoTime();
  private int steps;
  private int memory;
  private int printed;

  RenderState(Locale locale, ZoneId zone) {
    this.locale = locale;
    this.zone = zone;
  }

  /// The registry is out of reach for the template's names.
  void attach(TemplateContext context) {
    Map<String, RenderState> registry = context.getRegistry(NAME);
    registry.put(NAME, this);
  }

  static RenderState of(TemplateContext context) {
    Map<String, RenderState> registry = context.getRegistry(NAME);
    RenderState state = registry.get(NAME);
    if (state == null) {
      throw new IllegalStateException("rendered without a budget");
    }
    return state;
  }

  void step() {
    steps++;
    if (steps > MOST_STEPS) {
      throw new RenderFailed("takes more than " + MOST_STEPS + " steps");
    }
    if (steps % STEPS_BETWEEN_LOOKS == 0 && System.nanoTime() - start > LONGEST.toNanos()) {
      throw new RenderFailed("takes longer than " + LONGEST.toMillis() + " ms");
    }
  }

  void assigned() {
    step();
  }

  /// Counts a text that a filter is about to make.
  void making(long characters) {
    if (characters > MOST_MEMORY - memory) {
      throw new RenderFailed("makes texts of more than " + MOST_MEMORY + " characters");
    }
    memory += (int) characters;
  }

  String printed(String text) {
    printed += text.length();
    if (printed > Liquid.LONGEST_OUTPUT) {
      throw new RenderFailed("prints more than " + Liquid.LONGEST_OUTPUT + " characters");
    }
    return text;
  }

  Locale locale() {
    return locale;
  }

  ZoneId zone() {
    return zone;
  }

  String money(BigDecimal amount, String currency) {
    return formats.computeIfAbsent(currency, this::moneyFormat).format(amount);
  }

  String number(BigDecimal number) {
    return formats
        .computeIfAbsent(
            "",
            _ -> {
              NumberFormat format = NumberFormat.getNumberInstance(locale);
              format.setMaximumFractionDigits(3);
              return format;
            })
        .format(number);
  }

  private NumberFormat moneyFormat(String code) {
    NumberFormat format = NumberFormat.getCurrencyInstance(locale);
    try {
      Currency currency = Currency.getInstance(code);
      format.setCurrency(currency);
      format.setMinimumFractionDigits(currency.getDefaultFractionDigits());
      format.setMaximumFractionDigits(currency.getDefaultFractionDigits());
      return format;
    } catch (IllegalArgumentException e) {
      throw new RenderFailed("money: there is no currency " + code);
    }
  }
}
