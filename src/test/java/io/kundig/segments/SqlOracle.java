package io.kundig.segments;

import io.kundig.consent.ChannelKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;

/// Who meets a condition, asked of the log, the orders and what else the shop holds, in SQL. Knows
/// the language from its description alone: it shares the types of conditions with the evaluator
/// and nothing else, and sees no fact the segments keep.
final class SqlOracle {

  /// @param zone of the segment
  record Question(Condition condition, ZoneId zone) {}

  private final JdbcTemplate jdbc;

  /// What another segment asks.
  private final Function<UUID, Question> segments;

  /// @param hash how the block list keeps an address of a channel
  private final BiFunction<ChannelKind, String, byte[]> hash;

  SqlOracle(
      JdbcTemplate jdbc,
      Function<UUID, Question> segments,
      BiFunction<ChannelKind, String, byte[]> hash) {
    this.jdbc = jdbc;
    this.segments = segments;
    this.hash = hash;
  }

  /// Makes its words, once in a database.
  void install() {
    try {
      jdbc.execute(
          new ClassPathResource("io/kundig/segments/oracle.sql")
              .getContentAsString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @return the people each holds for at that moment, in the order of the questions
  List<Set<UUID>> ask(List<Question> questions, Instant now) {
    hashAddresses();
    List<Set<UUID>> found = new ArrayList<>();
    questions.forEach(_ -> found.add(new HashSet<>()));
    jdbc.execute(
        (Connection connection) -> {
          try (Statement statement = connection.createStatement()) {
            // Too little is known of the tables for the planner to see what a loop would cost.
            statement.execute("set enable_nestloop = off");
            try (ResultSet row = statement.executeQuery(sql(questions, now))) {
              while (row.next()) {
                found.get(row.getInt(1)).add(row.getObject(2, UUID.class));
              }
            } finally {
              statement.execute("reset enable_nestloop");
            }
          }
          return found;
        });
    return found;
  }

  String sql(List<Question> questions, Instant now) {
    List<String> parts = new ArrayList<>();
    for (Question question : questions) {
      parts.add(
          "select %d, p.profile_id from person p where %s"
              .formatted(
                  parts.size(), new Translation(question.zone(), now).holds(question.condition())));
    }
    return """
    with person as materialized (select * from oracle.person),
      event as materialized (select * from oracle.event),
      placed as materialized (select * from oracle.placed),
      blocked as materialized (select * from oracle.blocked)
    %s
    """
        .formatted(String.join("\nunion all ", parts));
  }

  private void hashAddresses() {
    List<String> unknown =
        jdbc.queryForList(
            """
            select ident from profiles.identifier_owner
            where left(ident, 1) in ('e', 'p') and ident not in (select ident from oracle.address)
            """,
            String.class);
    for (String ident : unknown) {
      Stream<ChannelKind> channels =
          ident.startsWith("e")
              ? Stream.of(ChannelKind.EMAIL)
              : Stream.of(ChannelKind.SMS, ChannelKind.WHATSAPP);
      channels.forEach(
          channel ->
              jdbc.update(
                  "insert into oracle.address values (?, ?, ?)",
                  code(channel),
                  ident,
                  hash.apply(channel, ident.substring(2))));
    }
  }

  private static String code(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String text(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private static String codes(Set<? extends Enum<?>> values) {
    return values.stream().map(value -> text(code(value))).collect(Collectors.joining(", "));
  }

  /// Into a condition on `p`, at one moment and in one zone.
  private final class Translation {

    private final ZoneId zone;
    private final Instant moment;
    private final String now;
    private final String in;

    Translation(ZoneId zone, Instant moment) {
      this.zone = zone;
      this.moment = moment;
      this.now = "timestamptz '" + moment + "'";
      this.in = text(zone.getId());
    }

    String holds(Condition condition) {
      return switch (condition) {
        case Condition.All(var of) -> of.isEmpty() ? "true" : joined(of, " and ");
        case Condition.Any(var of) -> of.isEmpty() ? "false" : joined(of, " or ");
        case Condition.None(var of) -> of.isEmpty() ? "true" : "not " + joined(of, " or ");
        case Condition.InSegment(UUID id, boolean member) -> {
          Question other = segments.apply(id);
          String holds = new Translation(other.zone(), moment).holds(other.condition());
          yield member ? "(" + holds + ")" : "not (" + holds + ")";
        }
        default -> "coalesce(" + leaf(condition) + ", false)";
      };
    }

    private String joined(List<Condition> of, String by) {
      return of.stream().map(this::holds).collect(Collectors.joining(by, "(", ")"));
    }

    private String leaf(Condition condition) {
      return switch (condition) {
        case Condition.Did did -> did(did);
        case Condition.Ordered ordered -> ordered(ordered);
        case Condition.OrderTime(var which, boolean first, When when) ->
            isAmong(
                "select o.profile_id from placed o where "
                    + purchases(which)
                    + " and o.at <= "
                    + now
                    + " group by o.profile_id having "
                    + during(when, first ? "min(o.at)" : "max(o.at)"));
        case Condition.Funnel funnel -> funnel(funnel);
        case Condition.Trait(String name, ValueTest test) -> passes(test, "p.traits", name);
        case Condition.Anniversary(String trait, var occurs) ->
            some("p.traits", trait, anniversary(occurs));
        case Condition.KnownBy(var kind) -> "'" + letter(kind) + "' = any(p.kinds)";
        case Condition.Language(var languages) ->
            languages.stream()
                .map(
                    language ->
                        "starts_with(replace(lower(p.locale), '_', '-') || '-',"
                            + " replace(lower(%s), '_', '-') || '-')".formatted(text(language)))
                .collect(Collectors.joining(" or ", "(", ")"));
        case Condition.InShop(var shops) ->
            isAmong(
                "select e.profile_id from event e where e.shop_id in (%s) and e.at <= %s"
                    .formatted(numbers(shops), now));
        case Condition.Consented consented -> consented(consented);
        case Condition.Suppressed(var channel, var reasons) ->
            isAmong(
                "select b.profile_id from blocked b where b.channel = %s %s"
                    .formatted(
                        text(code(channel)),
                        reasons.isEmpty() ? "" : "and b.reason in (" + codes(reasons) + ")"));
        case Condition.Reachable(var channel) ->
            """
            (%s is not null
              and p.profile_id in (select c.profile_id from consent.state c
                where c.channel = %s and c.purpose = 'marketing' and c.state = 'subscribed')
              and p.profile_id not in (select b.profile_id from blocked b where b.channel = %s))"""
                .formatted(address(channel), text(code(channel)), text(code(channel)));
        case Condition.OnList(UUID id, boolean on, When when) ->
            (on ? "" : "not ")
                + isAmong(
                    "select l.profile_id from segments.list_member l where l.list_id = '%s' and %s"
                        .formatted(id, during(when, "date_trunc('milliseconds', l.added_at)")));
        case Condition.Sample(BigDecimal percent, String key) ->
            "('x' || left(md5(p.profile_id || %s), 8))::bit(32)::bigint * 100 < %s * 4294967296"
                .formatted(text(":" + key), percent.toPlainString());
        case Condition.Created(When when) ->
            during(when, "date_trunc('milliseconds', p.created_at)");
        case Condition.InFlow(UUID flow, var is, When when) ->
            switch (is) {
              case IN -> inside(flow);
              case NOT_IN -> "not " + inside(flow);
              case EVER_IN -> isAmong(told("Entered Flow", flow, null, when));
              case NEVER_IN -> "not " + isAmong(told("Entered Flow", flow, null, when));
            };
        case Condition.Received(var channel, UUID flow, String template, boolean got, When when) ->
            (got ? "" : "not ")
                + (channel == ChannelKind.EMAIL
                    ? isAmong(told("Received Email", flow, template, when))
                    : "false");
        case Condition.Rfm rfm -> rfm(rfm);
        case Condition.ValueDecile(var shop, String currency, var in) ->
            ranked(
                shop,
                currency,
                "true",
                "r.buyers_ever >= 36 and 1 + (select count(*) from unnest(r.net) as bound"
                    + " where s.net * 10000 <= bound) in ("
                    + numbers(in)
                    + ")");
        case Condition.All _, Condition.Any _, Condition.None _, Condition.InSegment _ ->
            throw new IllegalStateException();
      };
    }

    private String inside(UUID flow) {
      return "((select count(*) from (%s) e where e.profile_id = p.profile_id) > (select count(*) from (%s) e where e.profile_id = p.profile_id))"
          .formatted(
              told("Entered Flow", flow, null, When.EVER),
              told("Left Flow", flow, null, When.EVER));
    }

    private String told(String metric, UUID flow, String template, When when) {
      return "select e.profile_id from event e where e.metric = %s%s%s and %s"
          .formatted(
              text(metric),
              flow == null ? "" : " and e.properties ->> 'flowId' = " + text(flow.toString()),
              template == null ? "" : " and e.properties ->> 'template' = " + text(template),
              during(when, "e.at"));
    }

    private static String isAmong(String people) {
      return "p.profile_id in (" + people + ")";
    }

    private static String letter(Condition.IdentifierKind kind) {
      return switch (kind) {
        case EMAIL -> "e";
        case PHONE -> "p";
        case USER_ID -> "u";
        case ANONYMOUS_ID -> "a";
        case EXTERNAL_ID -> "x";
      };
    }

    private static String address(ChannelKind channel) {
      return switch (channel) {
        case EMAIL -> "p.email";
        case SMS, WHATSAPP -> "p.phone";
        case PUSH, POST -> "null";
      };
    }

    private String consented(Condition.Consented asked) {
      String found =
          "select c.profile_id from consent.state c where c.channel = %s and c.purpose = %s"
              .formatted(text(code(asked.channel())), text(code(asked.purpose())));
      if (asked.state() == null) {
        return "not " + isAmong(found);
      }
      return isAmong(
          found
              + " and c.state = "
              + text(code(asked.state()))
              + (asked.methods().isEmpty()
                  ? ""
                  : " and c.method in (" + codes(asked.methods()) + ")")
              + " and "
              + during(asked.when(), "date_trunc('milliseconds', c.since)"));
    }

    // ---- what happened

    private String happening(String alias, Condition.Happening what) {
      return alias
          + ".metric = "
          + text(what.metric())
          + (what.shop() == null ? "" : " and " + alias + ".shop_id = " + what.shop())
          + what.where().stream()
              .map(
                  filter ->
                      " and " + passes(filter.test(), alias + ".properties", filter.property()))
              .collect(Collectors.joining());
    }

    private String did(Condition.Did did) {
      String from =
          did.property() == null
              ? "select e.profile_id, 1 as n from event e"
              : "select e.profile_id, %s(v) as n from event e, unnest((%s)[1:100]) v"
                  .formatted(
                      did.measure() == Condition.Measure.DISTINCT ? "oracle.text" : "oracle.number",
                      elements("e.properties", did.property()));
      return figure(
          from + " where " + happening("e", did.what()) + " and " + during(did.when(), "e.at"),
          switch (did.measure()) {
            case COUNT -> is("count(n)", did.is());
            case SUM -> is("coalesce(sum(n), 0)", did.is());
            case AVERAGE -> "count(n) > 0 and " + is(average("n"), did.is());
            case DISTINCT -> is("count(distinct n)", did.is());
          });
    }

    private static String average(String n) {
      return "round(sum(%s) / nullif(count(%s), 0), 4)".formatted(n, n);
    }

    /// Somebody without any has a figure too.
    private static String figure(String occurrences, String having) {
      return isAmong(
          """
          select q.profile_id from person q
          left join (%s) as it on it.profile_id = q.profile_id
          group by q.profile_id having %s"""
              .formatted(occurrences, having));
    }

    private String purchases(Condition.Purchases which) {
      return "true"
          + (which.shop() == null ? "" : " and o.shop_id = " + which.shop())
          + (which.currency() == null ? "" : " and o.currency = " + text(which.currency()))
          + which.where().stream()
              .map(filter -> " and " + passes(filter.test(), "o.fields", filter.property()))
              .collect(Collectors.joining());
    }

    private String ordered(Condition.Ordered ordered) {
      String net = "(total - refunded)";
      NumberTest is = ordered.is();
      return figure(
          "select o.profile_id, o.at, o.total, o.refunded from placed o where "
              + purchases(ordered.which())
              + " and "
              + during(ordered.when(), "o.at"),
          switch (ordered.measure()) {
            case COUNT -> is("count(at)", is);
            case NET -> is("coalesce(sum(" + net + "), 0)", is);
            case TOTAL -> is("coalesce(sum(total), 0)", is);
            case REFUNDED -> is("coalesce(sum(refunded), 0)", is);
            case AVERAGE -> "count(at) > 0 and " + is(average(net), is);
            case DAYS_BETWEEN ->
                "count(at) > 1 and "
                    + is(
                        "round(extract(epoch from max(at) - min(at))"
                            + " / (86400 * nullif(count(at) - 1, 0)), 4)",
                        is);
          });
    }

    private static String numbers(Collection<Integer> numbers) {
      return numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    /// By the bounds of the newest night.
    private String ranked(@Nullable Integer shop, String currency, String which, String condition) {
      return isAmong(
          """
          select s.profile_id from (
            select o.profile_id, max(o.at) as last, count(*) as n, sum(o.total - o.refunded) as net
            from placed o where o.currency = %s %s and o.at <= %s and %s group by o.profile_id) s
          join oracle.ranking r on r.shop_id = %d and r.currency = %s where %s"""
              .formatted(
                  text(currency),
                  shop == null ? "" : "and o.shop_id = " + shop,
                  now,
                  which,
                  shop == null ? 0 : shop,
                  text(currency),
                  condition));
    }

    private String rfm(Condition.Rfm rfm) {
      String r =
          "(case when %s - s.last <= r.days[1] * interval '24 hours' then 3".formatted(now)
              + " when %s - s.last <= r.days[2] * interval '24 hours' then 2 else 1 end)"
                  .formatted(now);
      String f = third("s.n", "r.orders");
      String m = third("s.net * 10000", "r.spent");
      return ranked(
          rfm.shop(),
          rfm.currency(),
          "o.at >= " + ago(24, Unit.MONTHS),
          Stream.of(
                  "r.buyers >= 36",
                  isOneOf("oracle.rfm_group(%s, %s, %s)".formatted(r, f, m), codes(rfm.groups())),
                  isOneOf(r, numbers(rfm.recency())),
                  isOneOf(f, numbers(rfm.frequency())),
                  isOneOf(m, numbers(rfm.monetary())))
              .collect(Collectors.joining(" and ")));
    }

    private static String third(String value, String bounds) {
      return "(case when %s > %s[1] then 3 when %s > %s[2] then 2 else 1 end)"
          .formatted(value, bounds, value, bounds);
    }

    private static String isOneOf(String value, String list) {
      return list.isEmpty() ? "true" : value + " in (" + list + ")";
    }

    private String funnel(Condition.Funnel funnel) {
      String starts =
          "select a.profile_id, a.at, %s as deadline from event a where %s and %s offset 0"
              .formatted(
                  plus("a.at", funnel.within().n(), funnel.within().unit()),
                  happening("a", funnel.first()),
                  during(funnel.when(), "a.at"));
      String follows =
          "exists (select from event b where b.profile_id = s.profile_id and b.at > s.at"
              + " and b.at <= s.deadline and "
              + happening("b", funnel.then());
      return isAmong(
          "select s.profile_id from (%s) s where %s"
              .formatted(
                  starts,
                  funnel.happens()
                      ? follows + " and b.at <= " + now + ")"
                      : now + " > s.deadline and not " + follows + ")"));
    }

    // ---- values

    private static String elements(String document, String name) {
      return "(oracle.find(%s, %s)).elements".formatted(document, text(name));
    }

    private static String some(String document, String name, String test) {
      return "exists (select from unnest(%s) as v where %s)"
          .formatted(elements(document, name), test);
    }

    private static String folded(String text) {
      return "oracle.folded(" + text(text) + ")";
    }

    private static String isOneOf(List<String> values) {
      return "oracle.text(v) in ("
          + values.stream().map(Translation::folded).collect(Collectors.joining(", "))
          + ")";
    }

    private String passes(ValueTest test, String document, String name) {
      return switch (test) {
        case ValueTest.Text(var operator, String value, boolean not) ->
            (not ? "not " : "")
                + some(
                    document,
                    name,
                    switch (operator) {
                      case EQUALS -> "oracle.text(v) = " + folded(value);
                      case CONTAINS -> "position(" + folded(value) + " in oracle.text(v)) > 0";
                      case STARTS_WITH -> "starts_with(oracle.text(v), " + folded(value) + ")";
                      case ENDS_WITH ->
                          "right(oracle.text(v), length(%s)) = %s"
                              .formatted(folded(value), folded(value));
                    });
        case ValueTest.In(var values, boolean not) ->
            (not ? "not " : "") + some(document, name, isOneOf(values));
        case ValueTest.Matches(String pattern, boolean not) ->
            (not ? "not " : "")
                + some(
                    document,
                    name,
                    "length(oracle.text(v)) <= 1000 and"
                        + " oracle.text(v) collate pg_c_utf8 ~* normalize(%s, NFC)"
                            .formatted(text(pattern)));
        case ValueTest.Numeric(NumberTest is)
            when is.operator() == NumberTest.Operator.NOT_EQUALS ->
            "not " + some(document, name, "oracle.number(v) = " + is.value().toPlainString());
        case ValueTest.Numeric(NumberTest is) -> some(document, name, is("oracle.number(v)", is));
        case ValueTest.Flag(boolean value) ->
            some(document, name, "oracle.text(v) = '" + value + "'");
        case ValueTest.Present(boolean not) -> (not ? "not " : "") + some(document, name, "true");
        case ValueTest.Contains(var values, boolean all) ->
            values.stream()
                .map(value -> some(document, name, isOneOf(List.of(value))))
                .collect(Collectors.joining(all ? " and " : " or ", "(", ")"));
        case ValueTest.Length(NumberTest is) ->
            "((oracle.find(%s, %s)).is_list and cardinality(%s) > 0 and %s)"
                .formatted(
                    document,
                    text(name),
                    elements(document, name),
                    is("cardinality(" + elements(document, name) + ")", is));
        case ValueTest.Dated(When when) ->
            some(
                document,
                name,
                "case when (oracle.read(v)).day is not null then %s else %s end"
                    .formatted(
                        isDay(when, "(oracle.read(v)).day"),
                        isIn(when, "oracle.moment_of(v, " + in + ")")));
      };
    }

    private static String is(String number, NumberTest test) {
      String value = test.value().toPlainString();
      return switch (test.operator()) {
        case EQUALS -> number + " = " + value;
        case NOT_EQUALS -> number + " <> " + value;
        case MORE_THAN -> number + " > " + value;
        case AT_LEAST -> number + " >= " + value;
        case LESS_THAN -> number + " < " + value;
        case AT_MOST -> number + " <= " + value;
        case BETWEEN -> {
          BigDecimal to = test.to();
          yield number + " between " + value + " and " + (to == null ? "?" : to.toPlainString());
        }
      };
    }

    // ---- time

    private String plus(String at, int n, Unit unit) {
      return "oracle.plus(%s, %d, '%s', %s)".formatted(at, n, code(unit), in);
    }

    private String ago(int n, Unit unit) {
      return plus(now, -n, unit);
    }

    private String startOf(LocalDate day) {
      return "oracle.day_start(date '%s', %s)".formatted(day, in);
    }

    /// Of what happened, which counts from its moment on.
    private String during(When when, String at) {
      return "(%s <= %s and %s)".formatted(at, now, isIn(when, at));
    }

    private String isIn(When when, String at) {
      return switch (when) {
        case When.Ever _ -> at + " is not null";
        case When.Last(Span(int n, Unit unit)) ->
            "(%s >= %s and %s <= %s)".formatted(at, ago(n, unit), at, now);
        case When.AtLeastAgo(Span(int n, Unit unit)) -> "(%s < %s)".formatted(at, ago(n, unit));
        case When.BetweenAgo(int from, int to, Unit unit) ->
            "(%s >= %s and %s < %s)".formatted(at, ago(to, unit), at, ago(from, unit));
        case When.Next(Span(int n, Unit unit)) ->
            "(%s > %s and %s < %s)".formatted(at, now, at, plus(now, n, unit));
        case When.After(LocalDate date) -> "(%s >= %s)".formatted(at, startOf(date));
        case When.Before(LocalDate date) -> "(%s < %s)".formatted(at, startOf(date));
        case When.Between(LocalDate from, LocalDate to) ->
            "(%s >= %s and %s < %s)".formatted(at, startOf(from), at, startOf(to.plusDays(1)));
      };
    }

    private String today() {
      return "oracle.today(%s, %s)".formatted(now, in);
    }

    private String todayPlus(int n, Unit unit) {
      return "oracle.plus(%s, %d, '%s')".formatted(today(), n, code(unit));
    }

    private String isDay(When when, String day) {
      if (when instanceof When.Ever) {
        return "true";
      }
      if (countsByTheClock(when)) {
        return isIn(when, "oracle.day_start(%s, %s)".formatted(day, in));
      }
      return switch (when) {
        case When.Ever _ -> "true";
        case When.Last(Span(int n, Unit unit)) ->
            "%s between %s and %s".formatted(day, todayPlus(-n, unit), today());
        case When.AtLeastAgo(Span(int n, Unit unit)) -> day + " < " + todayPlus(-n, unit);
        case When.BetweenAgo(int from, int to, Unit unit) ->
            "(%s >= %s and %s < %s)"
                .formatted(day, todayPlus(-to, unit), day, todayPlus(-from, unit));
        case When.Next(Span(int n, Unit unit)) ->
            "%s between %s and %s".formatted(day, today(), todayPlus(n, unit));
        case When.After(LocalDate date) -> "%s >= date '%s'".formatted(day, date);
        case When.Before(LocalDate date) -> "%s < date '%s'".formatted(day, date);
        case When.Between(LocalDate from, LocalDate to) ->
            "%s between date '%s' and date '%s'".formatted(day, from, to);
      };
    }

    private static boolean countsByTheClock(When when) {
      Unit unit =
          switch (when) {
            case When.Last(Span(int _, Unit of)) -> of;
            case When.AtLeastAgo(Span(int _, Unit of)) -> of;
            case When.Next(Span(int _, Unit of)) -> of;
            case When.BetweenAgo(int _, int _, Unit of) -> of;
            case When.Ever _, When.After _, When.Before _, When.Between _ -> Unit.DAYS;
          };
      return unit == Unit.MINUTES || unit == Unit.HOURS;
    }

    private String anniversary(Condition.Return occurs) {
      String date = "oracle.day_on(v, " + in + ")";
      return switch (occurs) {
        case Condition.Return.Today _ -> "oracle.returns(%s, %s)".formatted(date, today());
        case Condition.Return.ThisMonth _ ->
            "extract(month from %s) = extract(month from %s)".formatted(date, today());
        case Condition.Return.Next(Span(int n, Unit unit)) ->
            returnsBetween(date, today(), todayPlus(n, unit));
        case Condition.Return.Last(Span(int n, Unit unit)) ->
            returnsBetween(date, todayPlus(-n, unit), today());
      };
    }

    private static String returnsBetween(String date, String from, String to) {
      return """
      exists (select from generate_series(%s::timestamp, %s::timestamp, '1 day') as day
        where oracle.returns(%s, day::date))"""
          .formatted(from, to, date);
    }
  }
}
