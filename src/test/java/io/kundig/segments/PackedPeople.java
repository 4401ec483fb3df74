package io.kundig.segments;

import io.kundig.shared.Invalid;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Packs people for conditions, with numbers for names that are given as they come.
final class PackedPeople implements Names {

  private final Map<String, Integer> numbers = new HashMap<>();
  private final Map<Integer, StreamKey> streams = new HashMap<>();
  private final Map<String, Integer> traits = new HashMap<>();
  private final Map<Integer, UUID> segments = new HashMap<>();

  @Override
  public int stream(StreamKey key) {
    int number = numbers.computeIfAbsent(key.text(), _ -> numbers.size() + 1);
    streams.put(number, key);
    return number;
  }

  @Override
  public int trait(String name) {
    return traits.computeIfAbsent(name, _ -> traits.size() + 1);
  }

  /// How everybody is ranked here.
  static final Ranks RANKS =
      new Ranks(
          100,
          new Ranks.Bounds(2, 40),
          new Ranks.Bounds(2, 1),
          new Ranks.Bounds(300_000, 125_000),
          100,
          List.of(
              2_000_000L,
              1_200_000L,
              1_000_000L,
              500_000L,
              319_900L,
              199_900L,
              125_000L,
              30_000L,
              0L));

  private Ranks ranks = RANKS;

  PackedPeople ranking(Ranks ranks) {
    this.ranks = ranks;
    return this;
  }

  @Override
  public Ranks ranks(@Nullable Integer shop, String currency) {
    return ranks;
  }

  @Override
  public int segment(UUID id) {
    if (id.getMostSignificantBits() != 0) {
      throw new Invalid("id", "There is no such segment.", "Name another one.");
    }
    int number = (int) id.getLeastSignificantBits();
    segments.put(number, id);
    return number;
  }

  @Override
  public int list(UUID id) {
    return (int) id.getLeastSignificantBits();
  }

  Compiled compile(Condition condition, ZoneId zone) {
    return Compiled.of(condition, zone, this);
  }

  Facts facts(Person person) {
    return facts(person, new Random(0));
  }

  /// @param random in which order the events come
  Facts facts(Person person, Random random) {
    return new Facts(
        person.id(),
        events(person, random).toBytes(),
        state(person),
        number -> person.segments().contains(segments.get(number)));
  }

  FactsWriter events(Person person, Random random) {
    List<Person.Happened> events = new ArrayList<>(person.events());
    Collections.shuffle(events, random);
    FactsWriter writer = new FactsWriter();
    for (Person.Happened event : events) {
      writer = random.nextInt(8) == 0 ? new FactsWriter(writer.toBytes()) : writer;
      add(event, writer);
    }
    return writer;
  }

  private void add(Person.Happened event, FactsWriter writer) {
    for (Map.Entry<Integer, StreamKey> stream : streams.entrySet()) {
      StreamKey key = stream.getValue();
      boolean isOf = key.metric() == null || key.metric().equals(event.metric());
      if (key.source() == StreamKey.Source.EVENTS && isOf) {
        for (long value : new StreamReader(key).values(event.shop(), event.properties())) {
          writer.add(stream.getKey(), event.at().toEpochMilli(), value);
        }
      }
    }
  }

  private Map<Integer, Instant> lists(Person person) {
    Map<Integer, Instant> lists = new HashMap<>();
    person.lists().forEach((id, since) -> lists.put(list(id), since));
    return lists;
  }

  byte[] state(Person person) {
    FactsWriter orders = new FactsWriter();
    for (OrderView order : person.orders()) {
      streams.forEach(
          (number, key) -> {
            if (key.source() == StreamKey.Source.ORDERS) {
              for (long value : new StreamReader(key).values(order)) {
                orders.add(number, order.placedAt().toEpochMilli(), value);
              }
            }
          });
    }
    return new PersonState(
            person.created(),
            person.locale(),
            person.kinds(),
            person.addresses(),
            person.consents(),
            person.suppressed(),
            PersonState.traits(person.traits(), traits),
            orders,
            lists(person))
        .toBytes();
  }
}
