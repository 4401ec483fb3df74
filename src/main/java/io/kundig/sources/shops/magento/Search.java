package io.kundig.sources.shops.magento;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;

/// The query of a list: groups of conditions all of which hold, and of each group at least one.
final class Search {

  /// Shops may limit it to 300.
  static final int PER_PAGE = 100;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  private final StringBuilder query = new StringBuilder();
  private int size = PER_PAGE;
  private int page = 1;
  private int groups;
  private int orders;

  /// @param operator Magento's, such as `gteq`
  record Condition(String field, String operator, String value) {}

  static Condition above(String field, long value) {
    return new Condition(field, "gt", String.valueOf(value));
  }

  static Condition oneOf(String field, Collection<String> values) {
    return new Condition(field, "in", String.join(",", values));
  }

  /// In UTC, which Magento stores and says whatever zone its admin shows.
  static String time(Instant time) {
    return TIME.format(time);
  }

  Search where(Condition... any) {
    for (int i = 0; i < any.length; i++) {
      String filter = "searchCriteria[filter_groups][" + groups + "][filters][" + i + "]";
      put(filter + "[field]", any[i].field());
      put(filter + "[value]", any[i].value());
      put(filter + "[condition_type]", any[i].operator());
    }
    groups++;
    return this;
  }

  Search by(String... fields) {
    for (String field : fields) {
      String order = "searchCriteria[sortOrders][" + orders++ + "]";
      put(order + "[field]", field);
      put(order + "[direction]", "ASC");
    }
    return this;
  }

  /// Nothing but these of what is listed.
  Search only(String... fields) {
    put(
        "fields",
        Arrays.stream(fields).collect(Collectors.joining(",", "items[", "],total_count")));
    return this;
  }

  /// For what is answered without its id; beyond the last page Magento answers with that again.
  Search page(int number) {
    page = number;
    return this;
  }

  /// Only the first that is found.
  Search one() {
    size = 1;
    return this;
  }

  private void put(String name, String value) {
    query
        .append(query.isEmpty() ? "" : "&")
        .append(OauthSignature.encoded(name))
        .append('=')
        .append(OauthSignature.encoded(value));
  }

  @Override
  public String toString() {
    return query
        + (query.isEmpty() ? "" : "&")
        + OauthSignature.encoded("searchCriteria[pageSize]")
        + "="
        + size
        + "&"
        + OauthSignature.encoded("searchCriteria[currentPage]")
        + "="
        + page;
  }
}
