package io.kundig.reporting;

import io.kundig.accounts.Shop;
import io.kundig.platform.UuidArray;
import io.kundig.reporting.DaySums.Placed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Adds up days from orders, attribution and messages themselves.
@Component
class DayFacts {

  private static final int FETCHED = 2_000;

  private final JdbcClient jdbc;

  DayFacts(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// Days on which nothing happened are missing.
  ///
  /// @param flows ascending by day
  record Found(Map<LocalDate, DaySums> days, List<DaySums.OfFlow> flows) {}

  /// The first day on which anything happened; empty when nothing ever did.
  Optional<LocalDate> firstDay(Shop shop) {
    return jdbc.sql(
            """
            select least(
              (select min(placed_at) from orders.orders where shop_id = :shop and placed_at is not null),
              (select min(sent_at) from messaging.message where shop_id = :shop and sent_at is not null)) as at
            """)
        .param("shop", shop.id())
        .query((row, n) -> Optional.ofNullable(row.getObject("at", OffsetDateTime.class)))
        .single()
        .map(at -> at.atZoneSameInstant(shop.timeZone()).toLocalDate());
  }

  /// In a transaction. People without a number get one for this answer only, above all others.
  Found of(Shop shop, SortedSet<LocalDate> days) {
    return read(shop, days).found(IntUnaryOperator.identity());
  }

  /// The same without messages.
  Found orders(Shop shop, SortedSet<LocalDate> days) {
    Reading reading = begin(days);
    Run.of(days, shop).forEach(run -> readOrders(shop, run, reading));
    return reading.found(IntUnaryOperator.identity());
  }

  /// The same in two steps.
  Reading read(Shop shop, SortedSet<LocalDate> days) {
    Reading reading = begin(days);
    for (Run run : Run.of(days, shop)) {
      readOrders(shop, run, reading);
      readMessages(shop, run, reading);
    }
    return reading;
  }

  /// Gives everybody a number who has none.
  Found numbered(Reading reading) {
    Map<Integer, Integer> numbers = new HashMap<>();
    if (!reading.strangers.isEmpty()) {
      jdbc.sql(
              """
              insert into reporting.person (profile_id) select unnest(:profiles) returning profile_id, n
              """)
          .param("profiles", UuidArray.of(reading.strangers.keySet()))
          .query(
              row -> {
                UUID profile = row.getObject("profile_id", UUID.class);
                numbers.put(
                    Objects.requireNonNull(reading.strangers.get(profile)), row.getInt("n"));
              });
    }
    return reading.found(number -> numbers.getOrDefault(number, number));
  }

  private void readOrders(Shop shop, Run run, Reading reading) {
    bind(
            """
            select width_bucket(o.placed_at, cast(:starts as timestamptz[])) as place, o.base_net as net,
              o.base_currency = :currency as here, o.cancelled_at is not null as cancelled,
              a.order_id is not null as credited, a.flow_id, p.n, case when p.n is null then o.profile_id end as stranger
            from orders.orders o
            left join reporting.attribution a on a.profile_id = o.profile_id and a.order_id = o.order_id
            left join reporting.person p on p.profile_id = o.profile_id
            where o.shop_id = :shop and o.placed_at >= :start and o.placed_at < :end
            """,
            shop,
            run)
        .param("currency", shop.currency())
        .query(
            row -> {
              reading.sums(row, run).add(row, reading);
            });
  }

  private void readMessages(Shop shop, Run run, Reading reading) {
    bind(
            """
            select width_bucket(m.sent_at, cast(:starts as timestamptz[])) as place,
              case when m.origin_kind = 'flow' then m.origin_id end as flow_id,
              m.opens > 0 as opened, m.clicks > 0 as clicked, m.measured, p.n,
              case when p.n is null then m.profile_id end as stranger
            from messaging.message m
            left join reporting.person p on p.profile_id = m.profile_id
            where m.shop_id = :shop and m.sent_at >= :start and m.sent_at < :end
              and m.kind = 'marketing' and m.state in ('handed_over', 'delivered')
            """,
            shop,
            run)
        .query(
            row -> {
              reading.sums(row, run).addMessage(row, reading);
            });
  }

  /// A day and a month ask for plans of their own: one for both would read all people for a day.
  private Reading begin(SortedSet<LocalDate> days) {
    if (days.isEmpty()) {
      return new Reading(0);
    }
    int last =
        jdbc.sql(
                """
                select last_value from reporting.person_n_seq
                where set_config('plan_cache_mode', 'force_custom_plan', true) is not null
                """)
            .query(Integer.class)
            .single();
    return new Reading(last);
  }

  private JdbcClient.StatementSpec bind(String sql, Shop shop, Run run) {
    return jdbc.sql(sql)
        .withFetchSize(FETCHED)
        .param("shop", shop.id())
        .param("start", run.start())
        .param("end", run.end())
        .param("starts", run.starts());
  }

  /// Days in a row: asked for by their ends, so that the planner knows how many facts to expect.
  private record Run(LocalDate first, LocalDate last, ZoneId zone) {

    static List<Run> of(SortedSet<LocalDate> days, Shop shop) {
      List<Run> runs = new ArrayList<>();
      for (LocalDate day : days) {
        boolean continues = !runs.isEmpty() && runs.getLast().last.plusDays(1).equals(day);
        LocalDate first = continues ? runs.removeLast().first : day;
        runs.add(new Run(first, day, shop.timeZone()));
      }
      return runs;
    }

    OffsetDateTime start() {
      return start(first);
    }

    OffsetDateTime end() {
      return start(last.plusDays(1));
    }

    String[] starts() {
      return first.datesUntil(last.plusDays(1)).map(day -> start(day) + "").toArray(String[]::new);
    }

    private OffsetDateTime start(LocalDate day) {
      return day.atStartOfDay(zone).toInstant().atOffset(ZoneOffset.UTC);
    }
  }

  /// What was read, with numbers above `last` for people who have none.
  static final class Reading {
    private final Map<UUID, Integer> strangers = new HashMap<>();
    private final Map<LocalDate, Sums> days = new TreeMap<>();
    private int last;

    private Reading(int last) {
      this.last = last;
    }

    private int person(ResultSet row) throws SQLException {
      UUID stranger = row.getObject("stranger", UUID.class);
      return stranger == null ? row.getInt("n") : strangers.computeIfAbsent(stranger, _ -> ++last);
    }

    private Sums sums(ResultSet row, Run run) throws SQLException {
      LocalDate day = run.first.plusDays(row.getInt("place") - 1);
      return days.computeIfAbsent(day, _ -> new Sums());
    }

    private Found found(IntUnaryOperator numbers) {
      Map<LocalDate, DaySums> found = new TreeMap<>();
      List<DaySums.OfFlow> flows = new ArrayList<>();
      days.forEach(
          (day, sums) -> {
            found.put(day, sums.result(day, numbers));
            sums.flows.forEach((flow, of) -> flows.add(of.result(day, flow, numbers)));
          });
      return new Found(found, flows);
    }
  }

  private static final class Sums {
    private Placed placed = Placed.NOTHING;
    private Placed credited = Placed.NOTHING;
    private int elsewhere;
    private final Numbered buyers = new Numbered();
    private final Numbered recipients = new Numbered();
    private final Map<UUID, FlowSums> flows = new TreeMap<>();

    void add(ResultSet row, Reading reading) throws SQLException {
      if (!row.getBoolean("here")) {
        elsewhere++;
        return;
      }
      boolean cancelled = row.getBoolean("cancelled");
      Placed order = new Placed(cancelled ? 0 : 1, cancelled ? 1 : 0, row.getBigDecimal("net"));
      placed = placed.plus(order);
      if (row.getBoolean("credited")) {
        credited = credited.plus(order);
        UUID flow = row.getObject("flow_id", UUID.class);
        if (flow != null) {
          FlowSums of = flow(flow);
          of.credited = of.credited.plus(order);
        }
      }
      if (!cancelled) {
        buyers.add(reading.person(row));
      }
    }

    void addMessage(ResultSet row, Reading reading) throws SQLException {
      int person = reading.person(row);
      recipients.add(person);
      UUID flow = row.getObject("flow_id", UUID.class);
      if (flow != null) {
        flow(flow).add(row, person);
      }
    }

    private FlowSums flow(UUID flow) {
      return flows.computeIfAbsent(flow, _ -> new FlowSums());
    }

    DaySums result(LocalDate day, IntUnaryOperator numbers) {
      return new DaySums(
          day,
          placed,
          elsewhere,
          credited,
          buyers.people(numbers),
          buyers.repeated(numbers),
          recipients.people(numbers));
    }
  }

  private static final class FlowSums {
    private Placed credited = Placed.NOTHING;
    private final Numbered recipients = new Numbered();
    private final Numbered openers = new Numbered();
    private final Numbered clickers = new Numbered();
    private final Numbered measured = new Numbered();

    void add(ResultSet row, int person) throws SQLException {
      recipients.add(person);
      if (row.getBoolean("opened")) {
        openers.add(person);
      }
      if (row.getBoolean("clicked")) {
        clickers.add(person);
      }
      if (row.getBoolean("measured")) {
        measured.add(person);
      }
    }

    DaySums.OfFlow result(LocalDate day, UUID flow, IntUnaryOperator numbers) {
      return new DaySums.OfFlow(
          day,
          flow,
          credited,
          recipients.people(numbers),
          openers.people(numbers),
          clickers.people(numbers),
          measured.people(numbers));
    }
  }

  private static final class Numbered {
    private int[] numbers = new int[16];
    private int size;

    void add(int number) {
      if (size == numbers.length) {
        numbers = Arrays.copyOf(numbers, size * 2);
      }
      numbers[size++] = number;
    }

    People people(IntUnaryOperator meant) {
      return People.of(Arrays.stream(numbers, 0, size).map(meant).toArray());
    }

    /// Who was added more than once.
    People repeated(IntUnaryOperator meant) {
      int[] sorted = Arrays.copyOf(numbers, size);
      Arrays.sort(sorted);
      int[] repeated =
          IntStream.range(1, size)
              .filter(i -> sorted[i] == sorted[i - 1])
              .map(i -> sorted[i])
              .toArray();
      return People.of(Arrays.stream(repeated).map(meant).toArray());
    }
  }
}
