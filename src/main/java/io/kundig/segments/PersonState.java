package io.kundig.segments;

import io.kundig.consent.ChannelKind;
import io.kundig.consent.Consents;
import io.kundig.consent.Consents.Suppression;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// What is known of a person beside the events.
///
/// @param locale as it was sent, such as `de-AT` or `de_AT`
/// @param addresses the channels an address is known of
/// @param traits by the number of their name
/// @param orders the streams of orders
/// @param lists since when they are on which, by number
record PersonState(
    Instant created,
    @Nullable String locale,
    Set<Condition.IdentifierKind> kinds,
    Set<ChannelKind> addresses,
    List<Consents.Consent> consents,
    Map<ChannelKind, Suppression.Reason> suppressed,
    Map<Integer, Value> traits,
    FactsWriter orders,
    Map<Integer, Instant> lists) {

  /// Lists stand behind the streams of orders: what a list's number is counted from.
  static final int LISTS = 1 << 29;

  /// The traits that have a number.
  static Map<Integer, Value> traits(ObjectNode traits, Map<String, Integer> numbers) {
    Map<Integer, Value> values = new TreeMap<>();
    numbers.forEach(
        (name, number) -> {
          if (new PropertyPath(name).find(traits) instanceof Value value) {
            values.put(number, value);
          }
        });
    return values;
  }

  byte[] toBytes() {
    var out = new Packed.Writer(256);
    out.signed(created.toEpochMilli() - Series.EPOCH);
    out.text(language(locale));
    out.number(bits(kinds)).number(bits(addresses));
    out.number(consents.size());
    for (Consents.Consent consent : consents) {
      out.number(
              consent.channel().ordinal()
                  | consent.purpose().ordinal() << 4
                  | consent.state().ordinal() << 8
                  | consent.method().ordinal() << 12)
          .signed(consent.since().toEpochMilli() - Series.EPOCH);
    }
    out.number(suppressed.size());
    new TreeMap<>(suppressed)
        .forEach((channel, reason) -> out.number(channel.ordinal() | reason.ordinal() << 4));
    out.number(traits.size());
    new TreeMap<>(traits).forEach((number, value) -> out.number(number).block(packed(value)));
    lists.forEach(
        (list, since) -> {
          orders.clear(LISTS + list);
          orders.add(LISTS + list, since.toEpochMilli(), 0);
        });
    byte[] streams = orders.toBytes();
    return out.bytes(streams, 0, streams.length).toBytes();
  }

  static String language(@Nullable String locale) {
    return locale == null ? "" : Value.folded(locale.strip()).replace('_', '-');
  }

  private static long bits(Set<? extends Enum<?>> set) {
    return set.stream().mapToLong(constant -> 1L << constant.ordinal()).reduce(0, (a, b) -> a | b);
  }

  private static Packed.Writer packed(Value value) {
    var out = new Packed.Writer(16);
    write(value, out);
    return out;
  }

  private static void write(Value value, Packed.Writer out) {
    switch (value) {
      case Value.Flag(boolean on) -> out.number(on ? 1 : 0);
      case Value.Decimal(long number) -> out.number(2).signed(number);
      case Value.Text(String text) -> out.number(3).text(text);
      case Value.Many(List<Value> of) -> {
        out.number(4).number(of.size());
        of.forEach(one -> write(one, out));
      }
      case Value.Other _ -> out.number(5);
    }
  }

  static Value readValue(Packed.Reader in) {
    int kind = in.count();
    return switch (kind) {
      case 0, 1 -> new Value.Flag(kind == 1);
      case 2 -> new Value.Decimal(in.signed());
      case 3 -> new Value.Text(in.text());
      case 4 -> {
        int size = in.count();
        List<Value> values = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
          values.add(readValue(in));
        }
        yield new Value.Many(values);
      }
      case 5 -> Value.OBJECT;
      default -> throw new IllegalStateException("a value of the unknown kind " + kind);
    };
  }
}
