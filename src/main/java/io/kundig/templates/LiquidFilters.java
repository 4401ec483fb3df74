package io.kundig.templates;

import io.kundig.templates.Templates.RenderFailed;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import liqp.TemplateContext;
import liqp.filters.Filter;
import org.jspecify.annotations.Nullable;

/// The filters templates may use. Liqp's own are not used: some of them turn a short text into
/// gigabytes.
final class LiquidFilters {

  static final Map<String, Filter> ALL = new TreeMap<>();

  private static final int LONGEST_LIST = 1_000;
  private static final Pattern NUMBER = Pattern.compile("\\s*[-+]?\\d{1,30}(\\.\\d{0,20})?\\s*");

  static {
    texts();
    lists();
    numbers();
    formats();
  }

  private LiquidFilters() {}

  private static void texts() {
    add("append", (value, state, args) -> made(state, text(value), args.text(0)));
    add("prepend", (value, state, args) -> made(state, args.text(0), text(value)));
    add("upcase", (value, state, args) -> made(state, text(value).toUpperCase(state.locale())));
    add("downcase", (value, state, args) -> made(state, text(value).toLowerCase(state.locale())));
    add(
        "capitalize",
        (value, state, args) -> made(state, capitalized(text(value), state.locale())));
    add("strip", (value, state, args) -> text(value).strip());
    add("truncate", (value, state, args) -> truncated(value, args));
    add("replace", (value, state, args) -> replaced(value, args.text(0), args.text(1), state));
    add("remove", (value, state, args) -> replaced(value, args.text(0), "", state));
    add("url_encode", (value, state, args) -> made(state, urlEncoded(text(value))));
    add(
        "escape",
        (value, state, args) -> value instanceof LiquidCapture.Escaped done ? done : text(value));
    add(
        "newline_to_br",
        (value, state, args) ->
            new LiquidCapture.Escaped(
                made(state, Html.escape(text(value)).replace("\n", "<br>\n"))));
    add("default", (value, state, args) -> isEmpty(value) ? args.get(0) : value);
  }

  private static void lists() {
    add("split", (value, state, args) -> split(text(value), args.text(0), state));
    add("join", (value, state, args) -> joined(value, args, state));
    add("first", (value, state, args) -> items(value).isEmpty() ? null : items(value).getFirst());
    add("last", (value, state, args) -> items(value).isEmpty() ? null : items(value).getLast());
    add("reverse", (value, state, args) -> new ArrayList<>(items(value)).reversed());
    add("size", (value, state, args) -> size(value));
    add("map", (value, state, args) -> mapped(value, args.text(0)));
  }

  private static void numbers() {
    add("plus", (value, state, args) -> sane(number(value).add(args.number(0))));
    add("minus", (value, state, args) -> sane(number(value).subtract(args.number(0))));
    add("times", (value, state, args) -> sane(number(value).multiply(args.number(0))));
    add("divided_by", (value, state, args) -> divided(number(value), args.number(0)));
    add("modulo", (value, state, args) -> remainder(number(value), args.number(0)));
    add("abs", (value, state, args) -> number(value).abs());
    add("ceil", (value, state, args) -> number(value).setScale(0, RoundingMode.CEILING));
    add("floor", (value, state, args) -> number(value).setScale(0, RoundingMode.FLOOR));
    add(
        "round",
        (value, state, args) -> number(value).setScale(args.places(0), RoundingMode.HALF_UP));
    add("at_least", (value, state, args) -> number(value).max(args.number(0)));
    add("at_most", (value, state, args) -> number(value).min(args.number(0)));
  }

  private static void formats() {
    add(
        "money",
        (value, state, args) -> isEmpty(value) ? "" : state.money(number(value), args.text(0)));
    add("number", (value, state, args) -> isEmpty(value) ? "" : state.number(number(value)));
    add("date", (value, state, args) -> LiquidDates.format(text(value), args.text(0), state));
  }

  private static void add(String name, Work work) {
    ALL.put(
        name,
        new Filter(name) {
          @Override
          public @Nullable Object apply(Object value, TemplateContext context, Object... params) {
            RenderState state = RenderState.of(context);
            state.step();
            return work.apply(value, state, new Args(name, params));
          }
        });
  }

  private static String text(@Nullable Object value) {
    return PlainText.of(value);
  }

  private static String made(RenderState state, String text) {
    state.making(text.length());
    return text;
  }

  private static String made(RenderState state, String first, String second) {
    state.making((long) first.length() + second.length());
    return first + second;
  }

  private static String capitalized(String text, Locale locale) {
    if (text.isEmpty()) {
      return text;
    }
    int end = text.offsetByCodePoints(0, 1);
    return text.substring(0, end).toUpperCase(locale) + text.substring(end);
  }

  private static String truncated(@Nullable Object value, Args args) {
    String text = text(value);
    int longest = args.number(0).max(BigDecimal.ZERO).min(new BigDecimal(100_000)).intValue();
    String mark = args.has(1) ? args.text(1) : "…";
    if (text.codePointCount(0, text.length()) <= longest) {
      return text;
    }
    int kept = Math.max(0, longest - mark.codePointCount(0, mark.length()));
    return text.substring(0, text.offsetByCodePoints(0, kept)).stripTrailing() + mark;
  }

  private static String replaced(
      @Nullable Object value, String what, String with, RenderState state) {
    String text = text(value);
    if (what.isEmpty()) {
      return text;
    }
    long times = 0;
    for (int at = text.indexOf(what); at >= 0; at = text.indexOf(what, at + what.length())) {
      times++;
    }
    state.making(text.length() + times * with.length());
    return text.replace(what, with);
  }

  private static String urlEncoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static List<String> split(String text, String separator, RenderState state) {
    state.making(text.length());
    if (separator.isEmpty()) {
      return List.of(text);
    }
    String[] parts = text.split(Pattern.quote(separator), LONGEST_LIST);
    return Arrays.asList(parts);
  }

  private static String joined(@Nullable Object value, Args args, RenderState state) {
    String separator = args.has(0) ? args.text(0) : " ";
    StringBuilder joined = new StringBuilder();
    for (Object item : items(value)) {
      String text = text(item);
      state.making((long) text.length() + separator.length());
      joined.append(joined.isEmpty() ? "" : separator).append(text);
    }
    return joined.toString();
  }

  private static List<?> items(@Nullable Object value) {
    return switch (value) {
      case null -> List.of();
      case List<?> list -> list;
      case Collection<?> collection -> new ArrayList<>(collection);
      case Object[] array -> Arrays.asList(array);
      default -> List.of(value);
    };
  }

  private static int size(@Nullable Object value) {
    return switch (value) {
      case null -> 0;
      case CharSequence text -> text.length();
      case Map<?, ?> map -> map.size();
      default -> items(value).size();
    };
  }

  private static List<@Nullable Object> mapped(@Nullable Object value, String key) {
    List<@Nullable Object> mapped = new ArrayList<>();
    for (Object item : items(value)) {
      mapped.add(item instanceof Map<?, ?> map ? map.get(key) : null);
    }
    return mapped;
  }

  private static boolean isEmpty(@Nullable Object value) {
    return value == null
        || Boolean.FALSE.equals(value)
        || value instanceof CharSequence text && text.isEmpty()
        || value instanceof Collection<?> list && list.isEmpty();
  }

  /// A text becomes a number only in plain notation: `1e999999999` would be a gigabyte of zeros.
  static BigDecimal number(@Nullable Object value) {
    return switch (value) {
      case null -> BigDecimal.ZERO;
      case BigDecimal number -> sane(number);
      case Number number -> parsed(number.toString());
      default -> parsed(text(value));
    };
  }

  private static BigDecimal parsed(String text) {
    return NUMBER.matcher(text).matches() ? new BigDecimal(text.strip()) : BigDecimal.ZERO;
  }

  private static BigDecimal sane(BigDecimal number) {
    if (!PlainText.isSane(number)) {
      throw new RenderFailed("calculates with a number of more than 40 digits");
    }
    return number;
  }

  private static BigDecimal divided(BigDecimal value, BigDecimal by) {
    if (by.signum() == 0) {
      throw new RenderFailed("divided_by: divides by 0");
    }
    int places = Math.max(value.scale(), by.scale()) <= 0 ? 0 : 10;
    return value.divide(by, places, places == 0 ? RoundingMode.DOWN : RoundingMode.HALF_UP);
  }

  private static BigDecimal remainder(BigDecimal value, BigDecimal by) {
    if (by.signum() == 0) {
      throw new RenderFailed("modulo: divides by 0");
    }
    return value.remainder(by);
  }

  @FunctionalInterface
  private interface Work {
    @Nullable Object apply(@Nullable Object value, RenderState state, Args args);
  }

  /// What stands behind the filter's colon.
  private record Args(String filter, Object[] values) {

    boolean has(int n) {
      return n < values.length;
    }

    Object get(int n) {
      if (!has(n)) {
        throw new RenderFailed(filter + ": needs " + (n + 1) + " values behind the colon");
      }
      return values[n];
    }

    String text(int n) {
      return PlainText.of(get(n));
    }

    BigDecimal number(int n) {
      return LiquidFilters.number(get(n));
    }

    int places(int n) {
      return has(n) ? number(n).max(BigDecimal.ZERO).min(BigDecimal.TEN).intValue() : 0;
    }
  }
}
