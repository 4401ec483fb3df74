package io.kundig.reporting;

import io.kundig.accounts.Shop;
import io.kundig.shared.Money;
import io.kundig.shared.Page;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The people behind a number.
@Component
class PeopleQueries {

  private final JdbcClient jdbc;

  PeopleQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// What the people of a period did or got.
  enum Metric {
    BUYERS,
    REPEAT,
    NEW,
    RECIPIENTS,
    OPENERS,
    CLICKERS,
    UNSUBSCRIBED
  }

  /// @param orders in all, cancelled ones left out
  record ReportPerson(
      UUID id, @Nullable String name, @Nullable String email, int orders, Money revenue) {}

  Page<ReportPerson> find(
      Shop shop,
      Period period,
      Metric metric,
      @Nullable UUID flow,
      @Nullable UUID after,
      int limit) {
    List<ReportPerson> found =
        jdbc.sql(
                "with people as ("
                    + people(metric)
                    + """
                    )
                    select p.profile_id, nullif(concat_ws(' ', p.first_name, p.last_name), '') as name, p.email,
                      coalesce(b.orders, 0) as orders, coalesce(b.revenue, 0) as revenue
                    from people
                    join profiles.profile p on p.profile_id = people.profile_id
                    left join orders.buyer b on b.profile_id = p.profile_id and b.currency = :currency
                    order by p.profile_id desc
                    """)
            .param("shop", shop.id())
            .param("currency", shop.currency())
            .param("start", period.start())
            .param("end", period.end())
            .param("flow", flow)
            .param("after", after)
            .param("most", limit + 1)
            .query(
                (row, n) ->
                    new ReportPerson(
                        row.getObject("profile_id", UUID.class),
                        row.getString("name"),
                        row.getString("email"),
                        row.getInt("orders"),
                        new Money(value(row.getBigDecimal("revenue")), shop.currency())))
            .list();
    return found.size() <= limit
        ? new Page<>(found, null)
        : new Page<>(found.subList(0, limit), found.get(limit - 1).id().toString());
  }

  private static BigDecimal value(@Nullable BigDecimal amount) {
    return amount == null ? BigDecimal.ZERO : amount;
  }

  /// Whoever could be meant in the order of the page, and of them those who are: so that a page
  /// costs no more than the people it walks past.
  private static String people(Metric metric) {
    return switch (metric) {
      case BUYERS -> first(BOUGHT);
      case REPEAT ->
          among(
              """
              select profile_id from orders.buyer where currency = :currency and orders > 1
              """,
              "cast(:flow as uuid) is null and (%s and o.placed_at < :end) > 1".formatted(ORDERS));
      case NEW -> among(BOUGHT, "(%s and o.placed_at < :start) = 0".formatted(ORDERS));
      case RECIPIENTS -> first(WRITTEN);
      case OPENERS -> among(WRITTEN, "(%s and m.opens > 0) > 0".formatted(MESSAGES));
      case CLICKERS -> among(WRITTEN, "(%s and m.clicks > 0) > 0".formatted(MESSAGES));
      case UNSUBSCRIBED ->
          first(
              """
              select distinct profile_id from reporting.unsubscribe
              where shop_id = :shop and at >= :start and at < :end and (cast(:flow as uuid) is null or flow_id = :flow)
              """);
    };
  }

  private static final String BOUGHT =
      """
      select distinct profile_id from orders.orders
      where shop_id = :shop and base_currency = :currency and cancelled_at is null
        and placed_at >= :start and placed_at < :end and cast(:flow as uuid) is null
      """;

  private static final String ORDERS =
      """
      select count(*) from orders.orders o
      where o.profile_id = walked.profile_id and o.shop_id = :shop and o.base_currency = :currency and o.cancelled_at is null\
      """;

  private static final String WRITTEN =
      """
      select distinct profile_id from messaging.message
      where shop_id = :shop and kind = 'marketing' and state in ('handed_over', 'delivered')
        and sent_at >= :start and sent_at < :end and (cast(:flow as uuid) is null or origin_id = :flow)
      """;

  private static final String MESSAGES =
      """
      select count(*) from messaging.message m
      where m.profile_id = walked.profile_id and m.shop_id = :shop and m.kind = 'marketing'
        and m.state in ('handed_over', 'delivered') and m.sent_at >= :start and m.sent_at < :end
        and (cast(:flow as uuid) is null or m.origin_id = :flow)\
      """;

  /// Left to the planner whether it walks the people or collects those of the period.
  private static String first(String candidates) {
    return candidates
        + """
        and (cast(:after as uuid) is null or profile_id < :after)
        order by profile_id desc
        limit :most
        """;
  }

  private static String among(String candidates, String condition) {
    return """
        select profile_id from (
          select profile_id from (%s) as candidates
          where cast(:after as uuid) is null or profile_id < :after
          order by profile_id desc
          offset 0) as walked
        where %s
        order by profile_id desc
        limit :most
        """
        .formatted(candidates, condition);
  }
}
