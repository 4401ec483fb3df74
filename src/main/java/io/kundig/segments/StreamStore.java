package io.kundig.segments;

import io.kundig.shared.Invalid;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.node.ObjectNode;

/// The streams and traits that facts are kept of, with their numbers. A number is given in a
/// transaction of its own, so that it stands even if its first user fails.
@Repository
class StreamStore implements Names {

  /// Beyond these, metrics and traits are only kept where a condition names them: whoever makes
  /// names up does not fill the facts.
  static final int MOST_METRICS = 1_000;

  static final int MOST_TRAITS = 500;

  private static final int LONGEST_TRAIT = 100;

  private static final String PLAIN =
      "key ->> 'source' = 'events' and key ->> 'metric' is not null and key - 'source' - 'metric' = '{}'";

  /// The keys of the advisory lock under which names are counted and added.
  private static final String ONE_AT_A_TIME = "select pg_advisory_xact_lock(1510, 1)";

  private final JdbcClient jdbc;
  private final RankStore ranks;
  private final TransactionTemplate alone;
  private final Map<String, Known> byKey = new ConcurrentHashMap<>();
  private final Map<String, List<Known>> byMetric = new ConcurrentHashMap<>();
  private final List<Known> ofAnything = new CopyOnWriteArrayList<>();
  private final List<Known> ofOrders = new CopyOnWriteArrayList<>();
  private final Map<String, Known> plain = new ConcurrentHashMap<>();
  private final Map<String, KnownTrait> traits = new ConcurrentHashMap<>();
  private final Map<UUID, Integer> segments = new ConcurrentHashMap<>();
  private final Map<UUID, Integer> lists = new ConcurrentHashMap<>();
  private volatile boolean loaded;
  private volatile boolean metricsAreFull;
  private volatile boolean traitsAreFull;

  StreamStore(JdbcClient jdbc, RankStore ranks, PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.ranks = ranks;
    this.alone = new TransactionTemplate(transactions);
    alone.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
  }

  /// A stream that facts are kept of.
  private static final class Known {
    final int number;
    final StreamKey key;
    final StreamReader reader;
    final boolean isPlain;
    volatile boolean complete;

    Known(int number, StreamKey key, boolean complete) {
      this.number = number;
      this.key = key;
      this.reader = new StreamReader(key);
      this.isPlain = StreamStore.isPlain(key);
      this.complete = complete;
    }
  }

  /// A trait that facts are kept of.
  private static final class KnownTrait {
    final String name;
    final int number;
    volatile boolean complete;

    KnownTrait(String name, int number, boolean complete) {
      this.name = name;
      this.number = number;
      this.complete = complete;
    }
  }

  private static StreamKey plain(@Nullable String metric) {
    return new StreamKey(
        StreamKey.Source.EVENTS,
        metric,
        null,
        null,
        List.of(),
        null,
        StreamKey.Carries.NOTHING,
        null);
  }

  private static boolean isPlain(StreamKey key) {
    return key.source() == StreamKey.Source.EVENTS
        && key.metric() != null
        && key.equals(plain(key.metric()));
  }

  /// Takes over what other processes have added and completed: all metrics and traits, and how
  /// those streams stand that are known here. Whoever judges calls it after a change of
  /// definitions.
  synchronized void load() {
    Map<Integer, Known> byNumber = new HashMap<>();
    byKey.values().forEach(known -> byNumber.put(known.number, known));
    jdbc.sql(
            "select stream_no, complete_at is not null, case when %s then key ->> 'metric' end from segments.stream"
                .formatted(PLAIN))
        .query(
            row -> {
              Known known = byNumber.get(row.getInt(1));
              if (known != null) {
                known.complete = row.getBoolean(2);
              } else if (row.getString(3) != null) {
                remember(new Known(row.getInt(1), plain(row.getString(3)), row.getBoolean(2)));
              }
            });
    metricsAreFull = plain.size() >= MOST_METRICS;
    jdbc.sql("select name, trait_no, complete_at is not null from segments.trait")
        .query(
            row -> {
              traits.computeIfAbsent(row.getString(1), name -> trait(row, name)).complete =
                  row.getBoolean(3);
            });
    traitsAreFull = traits.size() >= MOST_TRAITS;
    loaded = true;
  }

  private static KnownTrait trait(ResultSet row, String name) {
    try {
      return new KnownTrait(name, row.getInt(2), row.getBoolean(3));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void ensureLoaded() {
    if (!loaded) {
      load();
    }
  }

  private void remember(Known known) {
    if (known.key.source() == StreamKey.Source.ORDERS) {
      ofOrders.add(known);
    } else if (known.key.metric() == null) {
      ofAnything.add(known);
    } else {
      byMetric
          .computeIfAbsent(known.key.metric(), metric -> new CopyOnWriteArrayList<>())
          .add(known);
    }
    if (known.isPlain) {
      plain.put(String.valueOf(known.key.metric()), known);
    }
    byKey.put(known.key.text(), known);
  }

  /// Nothing is put any more into streams that no condition asks for; but into the plain ones.
  ///
  /// @param used the numbers of those that one does
  synchronized void keepOnly(Set<Integer> used) {
    byKey.values().stream()
        .filter(known -> !known.isPlain && !used.contains(known.number))
        .toList()
        .forEach(this::drop);
  }

  private void drop(Known known) {
    byKey.remove(known.key.text());
    ofOrders.remove(known);
    ofAnything.remove(known);
    if (known.key.metric() != null) {
      byMetric.getOrDefault(known.key.metric(), new CopyOnWriteArrayList<>()).remove(known);
    }
  }

  /// From now on no process keeps the other streams: their past is to be read again if one is asked
  /// for. In the transaction that changes the definitions, while nobody judges.
  void retire(Set<Integer> used) {
    jdbc.sql(
            """
            update segments.stream set complete_at = null
            where complete_at is not null and not (%s) and stream_no <> all(:used)
            """
                .formatted(PLAIN))
        .param("used", used.toArray(Integer[]::new))
        .update();
  }

  @Override
  public int stream(StreamKey key) {
    return known(key).number;
  }

  private Known known(StreamKey key) {
    Known known = byKey.get(key.text());
    return known == null ? learn(key) : known;
  }

  private synchronized Known learn(StreamKey key) {
    Known present = byKey.get(key.text());
    if (present != null) {
      return present;
    }
    Known known =
        Objects.requireNonNull(
            alone.execute(
                _ -> {
                  insert(key, true);
                  return read(key).orElseThrow();
                }));
    remember(known);
    return known;
  }

  /// Metrics are kept as they turn up, up to a number that no shop reaches by itself.
  private synchronized void learnPlain(String metric) {
    ensureLoaded();
    if (metricsAreFull || plain.containsKey(metric)) {
      return;
    }
    Optional<Known> known =
        Objects.requireNonNull(
            alone.execute(
                _ -> {
                  insert(plain(metric), false);
                  return read(plain(metric));
                }));
    known.ifPresent(this::remember);
    if (known.isEmpty() || plain.size() >= MOST_METRICS) {
      load();
      metricsAreFull = true;
    }
  }

  /// Plain ones are kept from their beginning, as long as all metrics are.
  ///
  /// @param named whether a condition asks for it
  private void insert(StreamKey key, boolean named) {
    jdbc.sql(ONE_AT_A_TIME).query(_ -> {});
    jdbc.sql(
            """
            insert into segments.stream (key, complete_at)
            select cast(:key as jsonb), case when :plain and room then now() end
            from (select count(*) < :most as room from segments.stream where %s) as kept
            where (:named or room)
              and not exists (select 1 from segments.stream where key = cast(:key as jsonb))
            on conflict (key) do nothing
            """
                .formatted(PLAIN))
        .param("key", key.text())
        .param("plain", isPlain(key))
        .param("named", named)
        .param("most", MOST_METRICS)
        .update();
  }

  private Optional<Known> read(StreamKey key) {
    return jdbc.sql(
            """
            select stream_no, complete_at is not null from segments.stream
            where key = cast(:key as jsonb)
            """)
        .param("key", key.text())
        .query((row, _) -> new Known(row.getInt(1), key, row.getBoolean(2)))
        .optional();
  }

  /// The number of a stream whose whole past is kept; nothing for another.
  Optional<Integer> complete(StreamKey key) {
    ensureLoaded();
    Known known = byKey.get(key.text());
    return known != null && known.complete ? Optional.of(known.number) : Optional.empty();
  }

  @Override
  public int trait(String name) {
    KnownTrait known = traits.get(name);
    return (known == null ? Objects.requireNonNull(learnTrait(name, true)) : known).number;
  }

  /// The number of a trait that is kept of everybody; nothing for another.
  Optional<Integer> completeTrait(String name) {
    ensureLoaded();
    KnownTrait known = traits.get(name);
    return known != null && known.complete ? Optional.of(known.number) : Optional.empty();
  }

  /// @param named whether a condition asks for it, so that it is read of whoever has it already
  private synchronized @Nullable KnownTrait learnTrait(String name, boolean named) {
    ensureLoaded();
    if (traits.containsKey(name) || (traitsAreFull && !named)) {
      return traits.get(name);
    }
    Optional<KnownTrait> found =
        alone.execute(
            _ -> {
              insertTrait(name, named);
              return jdbc.sql(
                      """
                      select trait_no, complete_at is not null from segments.trait
                      where name = :name
                      """)
                  .param("name", name)
                  .query((row, _) -> new KnownTrait(name, row.getInt(1), row.getBoolean(2)))
                  .optional();
            });
    KnownTrait learnt = Objects.requireNonNull(found).orElse(null);
    if (learnt != null) {
      traits.put(name, learnt);
    }
    if (learnt == null || traits.size() >= MOST_TRAITS) {
      load();
      traitsAreFull = true;
    }
    return learnt;
  }

  private void insertTrait(String name, boolean named) {
    jdbc.sql(ONE_AT_A_TIME).query(_ -> {});
    jdbc.sql(
            """
            insert into segments.trait (name, complete_at)
            select :name, case when not :named then now() end
            where not exists (select 1 from segments.trait where name = :name)
              and (:named or (select count(*) from segments.trait) < :most)
            on conflict (name) do nothing
            """)
        .param("name", name)
        .param("named", named)
        .param("most", MOST_TRAITS)
        .update();
  }

  /// What somebody is, packed.
  byte[] state(PersonReader.Person person, Stopwatch watch) {
    ensureLoaded();
    person.traits().propertyNames().forEach(this::meet);
    Map<String, Integer> numbers = new HashMap<>();
    traits.forEach((name, known) -> numbers.put(name, known.number));
    FactsWriter orders = new FactsWriter();
    for (OrderView order : person.orders()) {
      for (Known stream : ofOrders) {
        long start = System.nanoTime();
        for (long value : stream.reader.values(order)) {
          orders.add(stream.number, order.placedAt().toEpochMilli(), value);
        }
        watch.read(stream.number, System.nanoTime() - start);
      }
    }
    return person.state(PersonState.traits(person.traits(), numbers), orders).toBytes();
  }

  /// Traits are kept as they turn up, up to a number that no shop reaches by itself.
  private void meet(String name) {
    if (!traits.containsKey(name) && !traitsAreFull && name.length() <= LONGEST_TRAIT) {
      learnTrait(name, false);
    }
  }

  @Override
  public Ranks ranks(@Nullable Integer shop, String currency) {
    return ranks.newest(new RankStore.Base(shop == null ? RankStore.ANY_SHOP : shop, currency));
  }

  @Override
  public int segment(UUID id) {
    return segments.computeIfAbsent(
        id,
        it ->
            jdbc.sql("select no from segments.segment where segment_id = :id")
                .param("id", it)
                .query(Integer.class)
                .optional()
                .orElseThrow(
                    () ->
                        new Invalid(
                            "condition", "There is no segment " + id + ".", "Name another one.")));
  }

  @Override
  public int list(UUID id) {
    return lists.computeIfAbsent(
        id,
        it ->
            jdbc.sql("select no from segments.list where list_id = :id")
                .param("id", it)
                .query(Integer.class)
                .optional()
                .orElseThrow(
                    () ->
                        new Invalid(
                            "condition", "There is no list " + id + ".", "Name another one.")));
  }

  /// Puts something that happened into all streams it belongs to.
  ///
  /// @return these
  Set<Integer> add(
      FactsWriter facts,
      String metric,
      int shopId,
      long at,
      ObjectNode properties,
      Stopwatch watch) {
    Set<Integer> touched = new HashSet<>();
    if (Judging.OURS.contains(metric)) {
      return touched;
    }
    if (!plain.containsKey(metric) && !metricsAreFull) {
      learnPlain(metric);
    }
    for (Known stream : byMetric.getOrDefault(metric, List.of())) {
      put(facts, stream, shopId, at, properties, touched, watch);
    }
    for (Known stream : ofAnything) {
      put(facts, stream, shopId, at, properties, touched, watch);
    }
    return touched;
  }

  /// The same for those whose past is only now being read.
  void addNew(
      FactsWriter facts,
      String metric,
      int shopId,
      long at,
      ObjectNode properties,
      Stopwatch watch) {
    if (Judging.OURS.contains(metric)) {
      return;
    }
    for (Known stream : incomplete()) {
      if (stream.key.metric() == null || stream.key.metric().equals(metric)) {
        put(facts, stream, shopId, at, properties, new HashSet<>(), watch);
      }
    }
  }

  private static void put(
      FactsWriter facts,
      Known stream,
      int shopId,
      long at,
      ObjectNode properties,
      Set<Integer> touched,
      Stopwatch watch) {
    boolean isPlain = stream.isPlain;
    long start = isPlain ? 0 : System.nanoTime();
    for (long value : stream.reader.values(shopId, properties)) {
      facts.add(stream.number, at, value);
      touched.add(stream.number);
    }
    if (!isPlain) {
      watch.read(stream.number, System.nanoTime() - start);
    }
  }

  /// Metrics whose events' properties decide where they belong.
  Set<String> detailed() {
    Set<String> metrics = new HashSet<>();
    byKey.values().stream()
        .filter(stream -> !stream.isPlain && stream.key.metric() != null)
        .forEach(stream -> metrics.add(String.valueOf(stream.key.metric())));
    return metrics;
  }

  /// The same with some more; null stands for none by name.
  Set<String> detailed(Set<@Nullable String> more) {
    Set<String> metrics = detailed();
    more.stream().filter(Objects::nonNull).forEach(metrics::add);
    return metrics;
  }

  /// What is still to be read.
  ///
  /// @param metrics those whose events are needed; empty: of all metrics
  record Missing(boolean events, boolean state, Set<String> metrics) {}

  Missing missing() {
    List<Known> events = incomplete();
    boolean all = events.stream().anyMatch(stream -> stream.key.metric() == null);
    Set<String> metrics = new HashSet<>();
    events.forEach(stream -> metrics.add(String.valueOf(stream.key.metric())));
    return new Missing(
        !events.isEmpty(),
        ofOrders.stream().anyMatch(stream -> !stream.complete)
            || traits.values().stream().anyMatch(trait -> !trait.complete),
        all ? Set.of() : metrics);
  }

  private List<Known> incomplete() {
    return byKey.values().stream()
        .filter(stream -> stream.key.source() == StreamKey.Source.EVENTS && !stream.complete)
        .toList();
  }

  /// Facts without the streams whose past is only now being read.
  FactsWriter withoutNew(byte[] events) {
    FactsWriter writer = new FactsWriter(events);
    incomplete().forEach(stream -> writer.clear(stream.number));
    return writer;
  }

  /// Everybody's past is in them now, in all that are known here; see [#load].
  void complete(Instant now) {
    List<Known> done = new ArrayList<>();
    byKey.values().stream().filter(stream -> !stream.complete).forEach(done::add);
    jdbc.sql(
            """
            update segments.stream set complete_at = :now
            where complete_at is null and stream_no = any(:numbers)
            """)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("numbers", done.stream().map(stream -> stream.number).toArray(Integer[]::new))
        .update();
    List<KnownTrait> met = traits.values().stream().filter(trait -> !trait.complete).toList();
    jdbc.sql(
            """
            update segments.trait set complete_at = :now
            where complete_at is null and trait_no = any(:numbers)
            """)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("numbers", met.stream().map(trait -> trait.number).toArray(Integer[]::new))
        .update();
  }
}
