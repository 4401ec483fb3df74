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
                    where cast(:after as uuid) is null or p.profile_id < :after
                    order by p.profile_id desc
                    limit :most
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

  private static String people(Metric metric) {
    return switch (metric) {
      case BUYERS -> bought("count(*) filter (where placed_at >= :start) > 0");
      case REPEAT -> bought("count(*) > 1");
      case NEW -> bought("min(placed_at) >= :start");
      case RECIPIENTS -> written("true");
      case OPENERS -> written("opens > 0");
      case CLICKERS -> written("clicks > 0");
      case UNSUBSCRIBED ->
          """
          select distinct profile_id from reporting.unsubscribe
          where shop_id = :shop and at >= :start and at < :end and (cast(:flow as uuid) is null or flow_id = :flow)
          """;
    };
  }

  private static String bought(String condition) {
    return """
        select profile_id from orders.orders
        where shop_id = :shop and currency = :currency and cancelled_at is null and placed_at < :end
          and cast(:flow as uuid) is null
        group by profile_id having %s
        """
        .formatted(condition);
  }

  private static String written(String condition) {
    return """
        select distinct profile_id from messaging.message
        where shop_id = :shop and kind = 'marketing' and state in ('handed_over', 'delivered')
          and sent_at >= :start and sent_at < :end and (cast(:flow as uuid) is null or origin_id = :flow) and %s
        """
        .formatted(condition);
  }
}
