package io.kundig.segments;

import io.kundig.consent.ChannelKind;
import io.kundig.profiles.ProfileId;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/// How long 200 typical segments take to be judged over one profile with 10 events.
final class JudgeBench {

  private static final String[] TYPICAL = {
    "{'type':'did','metric':'%m','is':{'op':'at_least','value':%k},'when':{'type':'last','n':%d,'unit':'days'}}",
    "{'type':'all','of':[{'type':'did','metric':'%m','is':{'op':'at_least','value':1},'when':{'type':'last','n':%d,'unit':'days'}},{'type':'did','metric':'Placed Order','is':{'op':'equals','value':0},'when':{'type':'last','n':%d,'unit':'days'}}]}",
    "{'type':'all','of':[{'type':'consent','channel':'email','purpose':'marketing','state':'subscribed'},{'type':'orders','measure':'net','currency':'EUR','is':{'op':'more_than','value':%k},'when':{'type':'ever'}}]}",
    "{'type':'all','of':[{'type':'reachable','channel':'email'},{'type':'trait','name':'city','op':'in','value':['Berlin','Hamburg']},{'type':'did','metric':'%m','is':{'op':'at_least','value':1},'when':{'type':'last','n':%d,'unit':'days'}}]}",
    "{'type':'any','of':[{'type':'orders','measure':'last','when':{'type':'at_least_ago','n':%d,'unit':'days'}},{'type':'created','when':{'type':'last','n':%d,'unit':'days'}}]}",
    "{'type':'did','metric':'Placed Order','where':[{'property':'Brand','op':'equals','value':'Nike'}],'measure':'sum','of':'Value','is':{'op':'at_least','value':%k},'when':{'type':'last','n':%d,'unit':'months'}}"
  };
  private static final String[] METRICS = {
    "Opened Email", "Clicked Email", "Viewed Product", "Added to Cart", "Placed Order"
  };

  private JudgeBench() {}

  public static void main(String[] args) {
    Random random = new Random(1);
    PackedPeople people = new PackedPeople();
    List<Compiled> segments = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      String text =
          TYPICAL[i % TYPICAL.length]
              .replace("%m", METRICS[random.nextInt(METRICS.length)])
              .replace("%k", "" + (1 + random.nextInt(5)))
              .replace("%d", "" + (1 + random.nextInt(180)))
              .replace('\'', '"');
      segments.add(people.compile(new ConditionJson().read(text), ZoneId.of("Europe/Berlin")));
    }
    Instant now = Instant.parse("2026-11-22T12:00:00Z");
    List<byte[][]> packed = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      Person person = person(random, now);
      packed.add(new byte[][] {people.events(person, random).toBytes(), people.state(person)});
    }
    measure(segments, packed, now.toEpochMilli());
  }

  private static Person person(Random random, Instant now) {
    List<Person.Happened> events = new ArrayList<>();
    JsonMapper json = JsonMapper.shared();
    for (int i = 0; i < 10; i++) {
      var properties =
          json.createObjectNode().put("Brand", "Nike").put("Value", random.nextInt(99));
      events.add(
          new Person.Happened(
              now.minusMillis(random.nextLong(200L * 86_400_000)),
              1,
              METRICS[random.nextInt(METRICS.length)],
              properties));
    }
    return new Person(
        new ProfileId(new UUID(random.nextLong(), random.nextLong())),
        now.minusMillis(random.nextLong(400L * 86_400_000)),
        "de",
        events,
        List.of(),
        json.createObjectNode().put("city", random.nextBoolean() ? "Berlin" : "Wien"),
        Set.of(Condition.IdentifierKind.EMAIL),
        Set.of(ChannelKind.EMAIL),
        List.of(),
        Map.of(),
        Set.of(),
        Map.of());
  }

  /// Time of this thread only, since others work on the machine too.
  private static void measure(List<Compiled> segments, List<byte[][]> packed, long start) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    double best = Double.MAX_VALUE;
    long held = 0;
    for (int round = 0; round < 60; round++) {
      long began = threads.getCurrentThreadCpuTime();
      for (int i = 0; i < packed.size(); i++) {
        // A batch of 100 profiles is judged at one moment.
        held += judge(segments, packed.get(i), start + 50L * (i / 100 + 20 * round));
      }
      double micros = (threads.getCurrentThreadCpuTime() - began) / 1e3 / packed.size();
      best = Math.min(best, micros);
    }
    System.out.printf("200 segments over one profile: %.2f µs (%d held)%n", best, held);
  }

  private static int judge(List<Compiled> segments, byte[][] packed, long now) {
    Facts facts = new Facts(new ProfileId(new UUID(1, 2)), packed[0], packed[1], _ -> false);
    int held = 0;
    for (Compiled segment : segments) {
      held += Turn.holds(segment.judge(facts, now)) ? 1 : 0;
    }
    return held;
  }
}
