package io.kundig.customers;

import io.kundig.customers.ListQuery.Sort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Finds the people of one page by walking the index of its order. A search that is met often is
/// answered by the walk too; a rare one by the trigram index.
@Repository
class PeopleWalk {

  /// How far a search walks before it asks the trigram index.
  private static final int WALK = 3_000;

  /// How many hits of the trigram index are sorted.
  private static final int MOST_HITS = 5_000;

  private static final int SHORTEST_FOR_TRIGRAMS = 3;
  private static final int FAR_WALK = 30_000;

  private static final String FEW_BUYERS =
      """
      (select b.currency, b.orders, b.revenue, a.profile_id, false as known, cast(null as uuid) as merged_into
       from orders.buyer b join profiles.profile a using (profile_id)
       where not a.known and a.merged_into is null offset 0) d
      cross join lateral (select d.profile_id, d.known, d.merged_into) p""";

  private static final Pattern PLAN_ROWS = Pattern.compile("\"Plan Rows\": (\\d+)");

  private final JdbcClient jdbc;

  PeopleWalk(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// One person in the order asked for.
  record Place(UUID id, boolean placed, @Nullable String key) {}

  /// Everybody, without a search.
  List<Place> page(ListQuery query, @Nullable ListCursor after, String currency, int limit) {
    List<Place> places = new ArrayList<>();
    if (after == null || after.placed()) {
      places.addAll(placed(query, after, currency, limit, null));
    }
    if (places.size() < limit && query.sort().hasPlace != null) {
      ListCursor rest = after != null && !after.placed() ? after : null;
      places.addAll(unplaced(query, rest, currency, limit - places.size()));
    }
    return places;
  }

  private List<Place> placed(
      ListQuery query,
      @Nullable ListCursor after,
      String currency,
      int limit,
      @Nullable Integer walk) {
    Sort sort = query.sort();
    String direction = sort.descending ? "desc" : "asc";
    String beyond =
        after == null || after.id() == null
            ? ""
            : "and (%s, p.profile_id) %s (cast(:key as %s)%s, :id)"
                .formatted(
                    sort.key,
                    sort.descending ? "<" : ">",
                    sort.type,
                    sort.type.equals("text") ? " collate \"C\"" : "");
    String filter = query.filter().sql;
    String from = isSparse(query) ? FEW_BUYERS : sort.from;
    Map<String, Object> params = params(query, after, currency, limit);
    String search = search(query, params);
    String sql =
        walk == null
            ? """
              select p.profile_id, (%2$s)::text as key
              from %1$s
              where p.merged_into is null and %3$s and %4$s and %5$s %6$s
              order by %2$s %7$s, p.profile_id %7$s
              limit :limit
              """
                .formatted(from, sort.key, sort.where, filter, search, beyond, direction)
            : """
              select w.profile_id, w.key, w.walked from (
                select p.profile_id, (%2$s)::text as key, p.search, p.known,
                  row_number() over (order by %2$s %7$s, p.profile_id %7$s) as walked
                from %1$s
                where p.merged_into is null and %3$s %6$s
                order by %2$s %7$s, p.profile_id %7$s
                limit %8$d) w
              join profiles.profile p using (profile_id)
              where %4$s and %5$s
              order by w.walked
              limit :limit
              """
                .formatted(from, sort.key, sort.where, filter, search, beyond, direction, walk);
    return jdbc.sql(sql)
        .params(params)
        .query(
            (row, number) ->
                new Place(row.getObject("profile_id", UUID.class), true, row.getString("key")))
        .list();
  }

  /// Hardly anybody without a name has bought anything: the walk by revenue would pass all buyers.
  private static boolean isSparse(ListQuery query) {
    return query.sort() == Sort.REVENUE
        && query.filter() == ListQuery.Filter.ANONYMOUS
        && query.search() == null;
  }

  private List<Place> unplaced(
      ListQuery query, @Nullable ListCursor after, String currency, int limit) {
    Map<String, Object> params = params(query, after, currency, limit);
    return jdbc.sql(
            """
            select p.profile_id, p.created_at::text as key
            from profiles.profile p
            where p.merged_into is null and not exists (%s) and %s and %s %s
            order by p.created_at desc, p.profile_id desc
            limit :limit
            """
                .formatted(
                    query.sort().hasPlace,
                    query.filter().sql,
                    search(query, params),
                    after == null || after.id() == null
                        ? ""
                        : "and (p.created_at, p.profile_id) < (cast(:key as timestamptz), :id)"))
        .params(params)
        .query(
            (row, number) ->
                new Place(row.getObject("profile_id", UUID.class), false, row.getString("key")))
        .list();
  }

  /// Those among the first of the order who meet the search.
  ///
  /// @param far whether to walk on where the first are not enough
  List<Place> walk(
      ListQuery query, @Nullable ListCursor after, String currency, int limit, boolean far) {
    List<Place> near = placed(query, after, currency, limit, WALK);
    return near.size() >= limit || !far ? near : placed(query, after, currency, limit, FAR_WALK);
  }

  /// Whether the trigram index is of no help.
  static boolean isShort(ListQuery query) {
    String search = query.search();
    if (search == null) {
      return true;
    }
    for (String word : search.split("\\s+")) {
      if (word.length() >= SHORTEST_FOR_TRIGRAMS) {
        return false;
      }
    }
    return true;
  }

  /// All who meet a rare search, in the order asked for, those without a place in it at the end.
  List<Place> hits(ListQuery query, String currency) {
    Sort sort = query.sort();
    Map<String, Object> params = params(query, null, currency, MOST_HITS);
    String search = search(query, params);
    String place =
        switch (sort) {
          case LAST_SEEN -> "left join customers.seen d using (profile_id)";
          case REVENUE ->
              """
              left join orders.buyer d on d.profile_id = p.profile_id and d.currency = :currency
                and d.orders > 0""";
          case NAME, CREATED -> "";
        };
    return jdbc.sql(
            """
            with p as materialized (
              select * from profiles.profile p
              where p.merged_into is null and %s and %s
              limit :limit)
            select p.profile_id, (%s)::text as key
            from p %s
            order by %s %s nulls last, p.created_at desc, p.profile_id
            """
                .formatted(
                    search,
                    query.filter().sql,
                    sort.key,
                    place,
                    sort.key,
                    sort.descending ? "desc" : "asc"))
        .params(params)
        .query(
            (row, number) ->
                new Place(row.getObject("profile_id", UUID.class), true, row.getString("key")))
        .list();
  }

  /// How many meet the search, by the planner's statistics.
  long estimate(ListQuery query) {
    Map<String, Object> params = new HashMap<>();
    String search = search(query, params);
    String plan =
        jdbc.sql(
                """
                explain (format json) select 1 from profiles.profile p
                where p.merged_into is null and %s and %s
                """
                    .formatted(search, query.filter().sql))
            .params(params)
            .query(String.class)
            .single();
    Matcher rows = PLAN_ROWS.matcher(plan);
    return rows.find() ? Long.parseLong(rows.group(1)) : 0;
  }

  long count(ListQuery query) {
    return jdbc.sql(
            "select count(*) from profiles.profile p where p.merged_into is null and "
                + query.filter().sql)
        .query(Long.class)
        .single();
  }

  private static Map<String, Object> params(
      ListQuery query, @Nullable ListCursor after, String currency, int limit) {
    Map<String, Object> params = new HashMap<>();
    params.put("limit", limit);
    params.put("currency", currency);
    if (after != null && after.key() != null && after.id() != null) {
      params.put("key", after.key());
      params.put("id", after.id());
    }
    return params;
  }

  /// Each word somewhere, in any order.
  private static String search(ListQuery query, Map<String, Object> params) {
    String text = query.search();
    if (text == null) {
      return "true";
    }
    List<String> conditions = new ArrayList<>();
    for (String word : text.split("\\s+")) {
      String name = "word" + conditions.size();
      String literal = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
      params.put(name, "%" + literal + "%");
      conditions.add("p.search like :" + name);
      if (conditions.size() == 6) {
        break;
      }
    }
    return String.join(" and ", conditions);
  }
}
