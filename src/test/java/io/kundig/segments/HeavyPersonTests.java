package io.kundig.segments;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.profiles.ProfileId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Somebody who did 100,000 things costs the others little.
class HeavyPersonTests {

  private static final int EVENTS = 100_000;
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final Duration FOR_A_CONDITION = Duration.ofMillis(4);

  private final PackedPeople people = new PackedPeople();

  /// The costliest of their kinds, a hundred of each as the limits allow.
  @Test
  void theCostliestConditionsAreLinear() {
    for (String kind :
        List.of(
            "{'type':'funnel','first':{'metric':'A'},'then':{'metric':'B'},'within':{'n':%d,'unit':'months'},'happens':false,'when':{'type':'last','n':60,'unit':'months'}}",
            "{'type':'funnel','first':{'metric':'A'},'then':{'metric':'C'},'within':{'n':%d,'unit':'months'},'happens':true,'when':{'type':'last','n':60,'unit':'months'}}",
            "{'type':'did','metric':'A','measure':'distinct','of':'p','is':{'op':'equals','value':%d},'when':{'type':'last','n':60,'unit':'months'}}",
            "{'type':'did','metric':'A','measure':'sum','of':'p','is':{'op':'equals','value':%d},'when':{'type':'last','n':60,'unit':'months'}}",
            "{'type':'did','metric':'A','measure':'average','of':'p','is':{'op':'equals','value':%d},'when':{'type':'last','n':60,'unit':'months'}}",
            "{'type':'did','metric':'A','is':{'op':'equals','value':%d},'when':{'type':'last','n':60,'unit':'months'}}")) {
      String hundred =
          Stream.iterate(1, i -> i + 1)
              .limit(99)
              .map(i -> kind.formatted(i))
              .collect(Collectors.joining(","));
      Compiled compiled =
          people.compile(
              new ConditionJson()
                  .read("{'type':'any','of':[%s]}".formatted(hundred).replace('\'', '"')),
              ZoneId.of("Europe/Berlin"));
      byte[] events = events(compiled.streams());
      long best = Long.MAX_VALUE;
      for (int round = 0; round < 5; round++) {
        Facts facts = new Facts(new ProfileId(UUID.randomUUID()), events, new byte[0], _ -> false);
        long start = System.nanoTime();
        compiled.judge(facts, NOW.toEpochMilli() + round);
        best = Math.min(best, System.nanoTime() - start);
      }
      assertThat(Duration.ofNanos(best / 99)).as(kind).isLessThan(FOR_A_CONDITION);
    }
  }

  private static byte[] events(Iterable<Integer> streams) {
    FactsWriter writer = new FactsWriter();
    long step = Duration.ofDays(4 * 365).toMillis() / EVENTS;
    for (int stream : streams) {
      for (int i = 0; i < EVENTS; i++) {
        writer.add(stream, NOW.toEpochMilli() - (EVENTS - i) * step, 1 + i * 7919L % 100_003);
      }
    }
    return writer.toBytes();
  }

  @Test
  void whatIsKeptOfThemIsSmall() {
    byte[] events = events(List.of(1));
    assertThat(events.length).isLessThan(100_000);
    FactsWriter writer = new FactsWriter(events);
    writer.add(1, NOW.toEpochMilli(), 5);
    Series series =
        new Facts(new ProfileId(UUID.randomUUID()), writer.toBytes(), new byte[0], _ -> false)
            .events(1);
    assertThat(series.count(0, series.size())).isEqualTo(EVENTS + 1);
  }
}
