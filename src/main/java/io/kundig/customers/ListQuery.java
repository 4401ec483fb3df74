package io.kundig.customers;

import io.kundig.shared.Invalid;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What the customers page asks for.
///
/// @param search in lower case, null for everybody
record ListQuery(@Nullable String search, Filter filter, Sort sort) {

  private static final int LONGEST_SEARCH = 100;

  static ListQuery of(@Nullable String search, @Nullable String filter, @Nullable String sort) {
    String text = search == null ? "" : search.strip().toLowerCase(Locale.ROOT).replace("\0", "");
    if (text.length() > LONGEST_SEARCH) {
      text = text.substring(0, LONGEST_SEARCH);
    }
    return new ListQuery(text.isEmpty() ? null : text, Filter.of(filter), Sort.of(sort));
  }

  enum Filter {
    ALL("true"),
    KNOWN("p.known"),
    ANONYMOUS("not p.known"),
    SUBSCRIBED(
        """
        exists (
          select 1 from consent.state c
          where c.profile_id = p.profile_id and c.channel = 'email' and c.purpose = 'marketing'
            and c.state = 'subscribed')"""),
    BUYERS(
        """
        exists (
          select 1 from orders.buyer f where f.profile_id = p.profile_id and f.orders > 0)""");

    final String sql;

    Filter(String sql) {
      this.sql = sql;
    }

    static Filter of(@Nullable String name) {
      return switch (name) {
        case null -> ALL;
        case "", "all" -> ALL;
        case "known" -> KNOWN;
        case "anonymous" -> ANONYMOUS;
        case "subscribed" -> SUBSCRIBED;
        case "buyers" -> BUYERS;
        default ->
            throw new Invalid(
                "filter",
                "There is no such filter.",
                "Use known, anonymous, subscribed or buyers.");
      };
    }
  }

  /// Each sort walks an index of its own; people who have no place in it follow, newest first.
  enum Sort {
    LAST_SEEN(
        "customers.seen d join profiles.profile p using (profile_id)",
        "true",
        "d.last_at",
        "timestamptz",
        true,
        "select 1 from customers.seen d where d.profile_id = p.profile_id"),
    REVENUE(
        "orders.buyer d join profiles.profile p using (profile_id)",
        "d.currency = :currency and d.orders > 0",
        "d.revenue",
        "numeric",
        true,
        """
        select 1 from orders.buyer d
        where d.profile_id = p.profile_id and d.currency = :currency and d.orders > 0"""),
    NAME(
        "profiles.profile p",
        "coalesce(p.last_name, p.first_name, p.email) is not null",
        "lower(coalesce(p.last_name, p.first_name, p.email)) collate \"C\"",
        "text",
        false,
        """
        select 1 where coalesce(p.last_name, p.first_name, p.email) is not null"""),
    CREATED("profiles.profile p", "true", "p.created_at", "timestamptz", true, null);

    final String from;
    final String where;
    final String key;
    final String type;
    final boolean descending;
    final @Nullable String hasPlace;

    Sort(
        String from,
        String where,
        String key,
        String type,
        boolean descending,
        @Nullable String hasPlace) {
      this.from = from;
      this.where = where;
      this.key = key;
      this.type = type;
      this.descending = descending;
      this.hasPlace = hasPlace;
    }

    static Sort of(@Nullable String name) {
      return switch (name) {
        case null -> LAST_SEEN;
        case "", "-lastSeenAt" -> LAST_SEEN;
        case "-revenue" -> REVENUE;
        case "name" -> NAME;
        case "-createdAt" -> CREATED;
        default ->
            throw new Invalid(
                "sort",
                "There is no such order.",
                "Use -lastSeenAt, -revenue, name or -createdAt.");
      };
    }
  }
}
