package io.kundig.segments;

import io.kundig.shared.Invalid;
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

  private static final int MOST_TRAITS = 500;
  private static final int LONGEST_TRAIT = 100;

  private final JdbcClient jdbc;
  private final RankStore ranks;
  private final TransactionTemplate alone;
  private final Map<String, Known> byKey = new ConcurrentHashMap<>();
  private final Map<String, List<Known>> byMetric = new ConcurrentHashMap<>();
  private final List<Known> ofAnything = new CopyOnWriteArrayList<>();
  private final List<Known> ofOrders = new CopyOnWriteArrayList<>();
  private final Map<String, KnownTrait> traits = new ConcurrentHashMap<>();
  private final Map<UUID, Integer> segments = new ConcurrentHashMap<>();
  private final Map<UUID, Integer> lists = new ConcurrentHashMap<>();

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
    volatile boolean complete;

    Known(int number, StreamKey key, boolean complete) {
      this.number = number;
      this.key = key;
      this.reader = new StreamReader(key);
      this.complete = complete;
    }

    boolean isPlain() {
      return key.source() == StreamKey.Source.EVENTS && key.equals(plain(key.metric()));
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
                  insert(key);
                  return read(key);
                }));
    if (key.source() == StreamKey.Source.ORDERS) {
      ofOrders.add(known);
    } else if (key.metric() == null) {
      ofAnything.add(known);
    } else {
      byMetric.computeIfAbsent(key.metric(), metric -> new CopyOnWriteArrayList<>()).add(known);
    }
    byKey.put(key.text(), known);
    return known;
  }

  /// Plain ones are kept from the beginning, or begin with their metric.
  private void insert(StreamKey key) {
    jdbc.sql(
            """
            insert into segments.stream (key, complete_at)
            select cast(:key as jsonb), case when :plain then now() end
            where not exists (select 1 from segments.stream where key = cast(:key as jsonb))
            on conflict (key) do nothing
            """)
        .param("key", key.text())
        .param("plain", key.source() == StreamKey.Source.EVENTS && key.equals(plain(key.metric())))
        .update();
  }

  private Known read(StreamKey key) {
    return jdbc.sql(
            """
            select stream_no, complete_at is not null from segments.stream
            where key = cast(:key as jsonb)
            """)
        .param("key", key.text())
        .query((row, _) -> new Known(row.getInt(1), key, row.getBoolean(2)))
        .single();
  }

  /// The number of a stream whose whole past is kept; nothing for another.
  Optional<Integer> complete(StreamKey key) {
    Known known = byKey.get(key.text());
    return known != null && known.complete ? Optional.of(known.number) : Optional.empty();
  }

  @Override
  public int trait(String name) {
    return knownTrait(name, false).number;
  }

  /// The number of a trait that is kept of everybody; nothing for another.
  Optional<Integer> completeTrait(String name) {
    KnownTrait known = traits.get(name);
    return known != null && known.complete ? Optional.of(known.number) : Optional.empty();
  }

  /// @param everywhere whether whoever has it is only now becoming known with it
  private KnownTrait knownTrait(String name, boolean everywhere) {
    KnownTrait known = traits.get(name);
    return known == null ? learnTrait(name, everywhere) : known;
  }

  private synchronized KnownTrait learnTrait(String name, boolean everywhere) {
    KnownTrait learnt =
        Objects.requireNonNull(
            alone.execute(
                _ -> {
                  jdbc.sql(
                          """
                          insert into segments.trait (name, complete_at)
                          select :name, case when :everywhere then now() end
                          where not exists (select 1 from segments.trait where name = :name)
                          on conflict (name) do nothing
                          """)
                      .param("name", name)
                      .param("everywhere", everywhere)
                      .update();
                  return jdbc.sql(
                          """
                          select trait_no, complete_at is not null from segments.trait
                          where name = :name
                          """)
                      .param("name", name)
                      .query((row, _) -> new KnownTrait(name, row.getInt(1), row.getBoolean(2)))
                      .single();
                }));
    traits.put(name, learnt);
    return learnt;
  }

  /// What somebody is, packed.
  byte[] state(PersonReader.Person person) {
    person.traits().propertyNames().forEach(this::meet);
    Map<String, Integer> numbers = new HashMap<>();
    traits.forEach((name, known) -> numbers.put(name, known.number));
    FactsWriter orders = new FactsWriter();
    for (OrderView order : person.orders()) {
      for (Known stream : ofOrders) {
        for (long value : stream.reader.values(order)) {
          orders.add(stream.number, order.placedAt().toEpochMilli(), value);
        }
      }
    }
    return person.state(PersonState.traits(person.traits(), numbers), orders).toBytes();
  }

  /// Traits are kept as they turn up, up to a number that no shop reaches by itself: whoever makes
  /// names up does not fill the facts.
  private void meet(String name) {
    if (!traits.containsKey(name)
        && traits.size() < MOST_TRAITS
        && name.length() <= LONGEST_TRAIT) {
      knownTrait(name, true);
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
  Set<Integer> add(FactsWriter facts, String metric, int shopId, long at, ObjectNode properties) {
    Set<Integer> touched = new HashSet<>();
    if (isOurs(metric)) {
      return touched;
    }
    known(plain(metric));
    for (Known stream : byMetric.getOrDefault(metric, List.of())) {
      put(facts, stream, shopId, at, properties, touched);
    }
    for (Known stream : ofAnything) {
      put(facts, stream, shopId, at, properties, touched);
    }
    return touched;
  }

  /// The same for those whose past is only now being read.
  void addNew(FactsWriter facts, String metric, int shopId, long at, ObjectNode properties) {
    if (isOurs(metric)) {
      return;
    }
    for (Known stream : incomplete()) {
      if (stream.key.metric() == null || stream.key.metric().equals(metric)) {
        put(facts, stream, shopId, at, properties, new HashSet<>());
      }
    }
  }

  private static boolean isOurs(String metric) {
    return metric.equals(Judging.ENTERED) || metric.equals(Judging.LEFT);
  }

  private static void put(
      FactsWriter facts,
      Known stream,
      int shopId,
      long at,
      ObjectNode properties,
      Set<Integer> touched) {
    for (long value : stream.reader.values(shopId, properties)) {
      facts.add(stream.number, at, value);
      touched.add(stream.number);
    }
  }

  /// Metrics whose events' properties decide where they belong.
  Set<String> detailed() {
    Set<String> metrics = new HashSet<>(Set.of("Opened Email", "Clicked Email"));
    byKey.values().stream()
        .filter(stream -> !stream.isPlain() && stream.key.metric() != null)
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

  /// Everybody's past is in them now, in all that are known here.
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
    met.forEach(trait -> trait.complete = true);
    done.forEach(stream -> stream.complete = true);
  }
}
