package io.kundig.sources.feeds;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Turns the fields of an entry into an item: Google Merchant's names first, then what others call
/// the same.
final class FeedFields {

  private static final List<String> ID =
      List.of("id", "item_id", "product_id", "sku", "artikelnummer");
  private static final List<String> TITLE =
      List.of("title", "name", "product_name", "titel", "bezeichnung");
  private static final List<String> PRICE =
      List.of("price", "regular_price", "preis", "compare_at_price");
  private static final List<String> SALE = List.of("sale_price", "special_price", "angebotspreis");
  private static final List<String> LINK =
      List.of("link", "url", "product_url", "deeplink", "permalink");
  private static final List<String> IMAGE =
      List.of("image_link", "image_url", "image", "images", "bild");
  private static final List<String> STOCK =
      List.of(
          "quantity",
          "inventory_quantity",
          "sell_on_google_quantity",
          "stock",
          "stock_quantity",
          "inventory",
          "bestand",
          "lagerbestand");
  private static final List<String> AVAILABILITY =
      List.of("availability", "available", "in_stock", "stock_status", "verfuegbarkeit");
  private static final List<String> CATEGORY =
      List.of("product_type", "category", "categories", "kategorie", "google_product_category");
  private static final List<String> BRAND = List.of("brand", "vendor", "manufacturer", "marke");
  private static final List<String> DESCRIPTION =
      List.of("description", "summary", "body_html", "beschreibung");
  private static final List<String> GROUP =
      List.of("item_group_id", "parent_id", "group_id", "parent_sku");

  static final int NEEDED = 3;

  private static final int LONGEST_ID = 255;
  private static final int LONGEST_TITLE = 500;
  private static final int LONGEST_DESCRIPTION = 5_000;
  private static final int LONGEST_URL = 2_048;

  private static final Set<String> UNAVAILABLE =
      Set.of(
          "out of stock",
          "outofstock",
          "sold out",
          "soldout",
          "false",
          "no",
          "0",
          "unavailable",
          "discontinued",
          "nicht verfuegbar",
          "ausverkauft",
          "preorder",
          "pre order");

  private static final Pattern MONEY =
      Pattern.compile(
          "([A-Za-z]{3}|[€$£])?\\s*([\\d.,'’\\s\\u00A0\\u202F]+)\\s*([A-Za-z]{3}|[€$£])?");

  /// Ids that shops' own feeds make of product and variant.
  private static final Pattern SHOPIFY = Pattern.compile("shopify_[A-Za-z]{2}_(\\d+)_(\\d+)");

  private static final Pattern WOOCOMMERCE = Pattern.compile("gla_(\\d+)");

  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("yyyy-MM-dd'T'HH:mm[:ss]")
          .appendPattern("[XXX][XX][X]")
          .toFormatter(Locale.ROOT);

  private final String market;
  private final String currency;
  private final Instant now;
  private boolean timed;

  /// @param currency of prices that name none
  FeedFields(String market, String currency, Instant now) {
    this.market = market;
    this.currency = currency;
    this.now = now;
  }

  /// Whether sales in it begin or end.
  boolean isTimed() {
    return timed;
  }

  /// Why an entry is left out.
  enum Flaw {
    ID_MISSING,
    TITLE_MISSING,
    PRICE_MISSING,
    PRICE_UNREADABLE,
    LINK_UNREADABLE,
    TWICE
  }

  static final class Flawed extends Exception {
    private final Flaw flaw;

    Flawed(Flaw flaw) {
      super(flaw.name());
      this.flaw = flaw;
    }

    Flaw flaw() {
      return flaw;
    }
  }

  /// `g:Image-Link` is `image_link`, `imageLink` too.
  static String normal(String name) {
    String bare = name.strip();
    bare = bare.startsWith("g:") || bare.startsWith("G:") ? bare.substring(2) : bare;
    String words = bare.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    return words
        .replace("ä", "ae")
        .replace("ö", "oe")
        .replace("ü", "ue")
        .replace("ß", "ss")
        .replaceAll("\\(.*\\)", "")
        .strip()
        .replaceAll("[\\s.\\-]+", "_");
  }

  /// Which of the needed fields none of the columns has.
  static List<String> missing(Collection<String> columns) {
    return java.util.stream.Stream.of(ID, TITLE, PRICE)
        .filter(names -> names.stream().noneMatch(columns::contains))
        .map(List::getFirst)
        .toList();
  }

  FeedItem read(Map<String, String> fields) throws Flawed {
    String id = text(fields, ID, LONGEST_ID);
    if (id == null) {
      throw new Flawed(Flaw.ID_MISSING);
    }
    String title = text(fields, TITLE, LONGEST_TITLE);
    if (title == null) {
      throw new Flawed(Flaw.TITLE_MISSING);
    }
    Money price = money(first(fields, PRICE));
    Money sale = money(first(fields, SALE));
    if ((price == null || price.amount.signum() == 0) && market.isEmpty()) {
      throw new Flawed(Flaw.PRICE_MISSING);
    }
    String group = text(fields, GROUP, LONGEST_ID);
    String[] ids = ids(id, group);
    BigDecimal asked = price == null ? null : price.amount;
    BigDecimal compared = comparedAt(fields);
    boolean reduced =
        sale == null && asked != null && compared != null && compared.compareTo(asked) > 0;
    return new FeedItem(
        ids[0],
        ids[1],
        title,
        variant(fields),
        text(fields, DESCRIPTION, LONGEST_DESCRIPTION),
        text(fields, BRAND, LONGEST_TITLE),
        categories(fields),
        link(fields),
        image(fields),
        text(fields, List.of("sku", "mpn"), LONGEST_ID),
        reduced ? compared : asked,
        reduced ? asked : onSale(sale, asked, fields),
        price == null
            ? currency(fields)
            : price.currency == null ? currency(fields) : price.currency,
        stock(fields),
        available(fields));
  }

  private static String[] ids(String id, @Nullable String group) {
    Matcher shopify = SHOPIFY.matcher(id);
    if (shopify.matches()) {
      return new String[] {shopify.group(1), shopify.group(2)};
    }
    Matcher woo = WOOCOMMERCE.matcher(id);
    String variant = woo.matches() ? woo.group(1) : id;
    Matcher parent = WOOCOMMERCE.matcher(group == null ? "" : group);
    return new String[] {
      group == null ? variant : parent.matches() ? parent.group(1) : group, variant
    };
  }

  private static @Nullable String variant(Map<String, String> fields) {
    String title = fields.get("variant_title");
    if (title != null) {
      return one(title, LONGEST_TITLE);
    }
    String parts =
        java.util.stream.Stream.of("size", "color", "material", "pattern")
            .map(fields::get)
            .filter(java.util.Objects::nonNull)
            .map(String::strip)
            .collect(java.util.stream.Collectors.joining(", "));
    return parts.isEmpty() ? null : one(parts, LONGEST_TITLE);
  }

  private @Nullable BigDecimal comparedAt(Map<String, String> fields) throws Flawed {
    Money money = money(fields.containsKey("price") ? fields.get("compare_at_price") : null);
    return money == null ? null : money.amount;
  }

  /// The sale price, if it is lower and its time has come.
  private @Nullable BigDecimal onSale(
      @Nullable Money sale, @Nullable BigDecimal price, Map<String, String> fields) {
    if (sale == null || price == null || sale.amount.signum() == 0) {
      return null;
    }
    String times = fields.get("sale_price_effective_date");
    if (times != null && !isNow(times)) {
      return null;
    }
    return sale.amount.compareTo(price) < 0 ? sale.amount : null;
  }

  private boolean isNow(String times) {
    String[] ends = times.strip().split("/", 2);
    try {
      Instant from = OffsetDateTime.parse(ends[0].strip(), TIME).toInstant();
      Instant until =
          ends.length < 2 ? Instant.MAX : OffsetDateTime.parse(ends[1].strip(), TIME).toInstant();
      timed = true;
      return !now.isBefore(from) && now.isBefore(until);
    } catch (DateTimeParseException e) {
      return true;
    }
  }

  private List<String> categories(Map<String, String> fields) {
    String category = text(fields, CATEGORY, LONGEST_TITLE);
    return category == null
        ? List.of()
        : Arrays.stream(category.split("\\s*>\\s*"))
            .map(String::strip)
            .filter(part -> !part.isEmpty())
            .toList()
            .reversed();
  }

  private static @Nullable String link(Map<String, String> fields) throws Flawed {
    String link = first(fields, LINK);
    if (link == null) {
      return null;
    }
    String url = link.strip();
    if (!isAddress(url)) {
      throw new Flawed(Flaw.LINK_UNREADABLE);
    }
    return url;
  }

  private static @Nullable String image(Map<String, String> fields) {
    String image = first(fields, IMAGE);
    String url = image == null ? null : image.strip().split("[,\\s]", 2)[0];
    return url != null && isAddress(url) ? url : null;
  }

  private static boolean isAddress(String url) {
    return url.length() <= LONGEST_URL && url.matches("(?i)https?://[^\\s\\p{Cntrl}<>\"]+");
  }

  private static @Nullable BigDecimal stock(Map<String, String> fields) {
    String text = first(fields, STOCK);
    return text != null && text.strip().matches("-?\\d{1,9}(\\.\\d{1,3})?")
        ? new BigDecimal(text.strip())
        : null;
  }

  /// What can be ordered ahead cannot be had yet, so somebody may wait for it; what is on backorder
  /// can.
  private static boolean available(Map<String, String> fields) {
    String text = first(fields, AVAILABILITY);
    return text == null
        || !UNAVAILABLE.contains(
            normal(text.replaceFirst("(?i)^https?://schema.org/", "")).replace('_', ' '));
  }

  private String currency(Map<String, String> fields) {
    String named = first(fields, List.of("currency", "currency_code", "waehrung"));
    return named == null ? currency : code(named).orElse(currency);
  }

  private record Money(BigDecimal amount, @Nullable String currency) {}

  private static @Nullable Money money(@Nullable String text) throws Flawed {
    if (text == null || text.isBlank()) {
      return null;
    }
    Matcher money = MONEY.matcher(text.strip());
    if (!money.matches()) {
      throw new Flawed(Flaw.PRICE_UNREADABLE);
    }
    BigDecimal amount = number(money.group(2).replaceAll("[\\s'’\\u00A0\\u202F]", ""));
    String named = money.group(1) == null ? money.group(3) : money.group(1);
    return new Money(amount, named == null ? null : code(named).orElse(null));
  }

  private static BigDecimal number(String text) throws Flawed {
    int comma = text.lastIndexOf(',');
    int point = text.lastIndexOf('.');
    String plain;
    if (comma >= 0 && point >= 0) {
      plain = comma > point ? text.replace(".", "").replace(',', '.') : text.replace(",", "");
    } else if (comma >= 0) {
      plain = text.matches("\\d{1,3}(,\\d{3})+") ? text.replace(",", "") : text.replace(',', '.');
    } else {
      plain = text;
    }
    if (!plain.matches("\\d{1,10}(\\.\\d{1,6})?")) {
      throw new Flawed(Flaw.PRICE_UNREADABLE);
    }
    return new BigDecimal(plain);
  }

  private static Optional<String> code(String text) {
    String code =
        switch (text.strip()) {
          case "€" -> "EUR";
          case "$" -> "USD";
          case "£" -> "GBP";
          default -> text.strip().toUpperCase(Locale.ROOT);
        };
    try {
      return Optional.of(Currency.getInstance(code).getCurrencyCode());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static @Nullable String text(Map<String, String> fields, List<String> names, int most) {
    String found = first(fields, names);
    return found == null ? null : one(found, most);
  }

  /// One line without what only machines write.
  private static @Nullable String one(String text, int most) {
    String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ").strip();
    return line.isEmpty() ? null : line.substring(0, Math.min(line.length(), most));
  }

  private static @Nullable String first(Map<String, String> fields, List<String> names) {
    for (String name : names) {
      String value = fields.get(name);
      if (value != null && !value.isBlank()) {
        return value;
      }
    }
    return null;
  }
}
