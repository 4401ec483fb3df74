package io.kundig.segments;

import io.kundig.profiles.ProfileId;
import io.kundig.segments.FactsStore.Row;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// What a single question needs beyond what is kept of people: read for it alone and forgotten.
final class Scratch implements Names {

  /// Above every number that is kept.
  private static final int FIRST = 1 << 30;

  private final StreamStore kept;
  private final boolean useKept;
  private final Map<StreamKey, Integer> streams = new HashMap<>();
  private final Map<Integer, StreamReader> events = new TreeMap<>();
  private final Map<Integer, StreamReader> orders = new TreeMap<>();
  private final Map<String, Integer> traits = new TreeMap<>();
  private final Set<@Nullable String> metrics = new HashSet<>();
  private final Map<UUID, More> found = new HashMap<>();

  private static final class More {
    final FactsWriter events = new FactsWriter();
    final FactsWriter orders = new FactsWriter();
    Map<Integer, Value> traits = Map.of();
  }

  private Scratch(StreamStore kept, boolean useKept) {
    this.kept = kept;
    this.useKept = useKept;
  }

  /// For what is not kept of everybody.
  static Scratch beside(StreamStore kept) {
    return new Scratch(kept, true);
  }

  /// For everything.
  static Scratch insteadOf(StreamStore kept) {
    return new Scratch(kept, false);
  }

  @Override
  public synchronized int stream(StreamKey key) {
    return useKept
        ? kept.complete(key).orElseGet(() -> streams.computeIfAbsent(key, this::add))
        : streams.computeIfAbsent(key, this::add);
  }

  private int add(StreamKey key) {
    int number = FIRST + events.size() + orders.size();
    if (key.source() == StreamKey.Source.ORDERS) {
      orders.put(number, new StreamReader(key));
    } else {
      events.put(number, new StreamReader(key));
      metrics.add(key.metric());
    }
    return number;
  }

  @Override
  public synchronized int trait(String name) {
    return useKept
        ? kept.completeTrait(name).orElseGet(() -> traits.computeIfAbsent(name, _ -> nextTrait()))
        : traits.computeIfAbsent(name, _ -> nextTrait());
  }

  private int nextTrait() {
    return FIRST + traits.size();
  }

  @Override
  public Ranks ranks(@Nullable Integer shop, String currency) {
    return kept.ranks(shop, currency);
  }

  @Override
  public int segment(UUID id) {
    return kept.segment(id);
  }

  @Override
  public int list(UUID id) {
    return kept.list(id);
  }

  /// The metrics whose events are wanted; null stands for all.
  Set<@Nullable String> metrics() {
    return metrics;
  }

  boolean wantsOrders() {
    return !orders.isEmpty();
  }

  boolean wantsTraits() {
    return !traits.isEmpty();
  }

  boolean isEmpty() {
    return streams.isEmpty() && traits.isEmpty();
  }

  /// What was read of people makes room for that of others.
  void forget() {
    found.clear();
  }

  void happened(LogReader.Past past) {
    streams.forEach(
        (key, number) -> {
          StreamReader reader = events.get(number);
          if (reader != null && (key.metric() == null || key.metric().equals(past.metric()))) {
            for (long value : reader.values(past.shopId(), past.properties())) {
              of(past.profileId()).events.add(number, past.at(), value);
            }
          }
        });
  }

  void ordered(UUID person, OrderView order) {
    orders.forEach(
        (number, reader) -> {
          for (long value : reader.values(order)) {
            of(person).orders.add(number, order.placedAt().toEpochMilli(), value);
          }
        });
  }

  void is(UUID person, ObjectNode document) {
    Map<Integer, Value> values = PersonState.traits(document, traits);
    if (!values.isEmpty()) {
      of(person).traits = values;
    }
  }

  private More of(UUID person) {
    return found.computeIfAbsent(person, _ -> new More());
  }

  /// What is kept of somebody and what was read for this question.
  Facts facts(Row row, IntPredicate memberOf) {
    ProfileId person = new ProfileId(row.profileId);
    More more = found.get(row.profileId);
    return more == null
        ? new Facts(person, row.events, row.state, memberOf)
        : new Facts(person, joined(row.events, more.events.toBytes()), row.state, memberOf)
            .with(more.traits, more.orders.toBytes());
  }

  /// Blocks are in the order of their numbers, and ours are the highest.
  private static byte[] joined(byte[] kept, byte[] more) {
    byte[] joined = Arrays.copyOf(kept, kept.length + more.length);
    System.arraycopy(more, 0, joined, kept.length, more.length);
    return joined;
  }
}
