package io.kundig.segments;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes conditions as JSON, always in the same way.
final class ConditionWriter {

  private static final JsonMapper JSON = JsonMapper.shared();

  private ConditionWriter() {}

  static ObjectNode write(Condition condition) {
    ObjectNode node = JSON.createObjectNode();
    switch (condition) {
      case Condition.All(List<Condition> of) -> group(node, "all", of);
      case Condition.Any(List<Condition> of) -> group(node, "any", of);
      case Condition.None(List<Condition> of) -> group(node, "none", of);
      case Condition.Did did -> did(node.put("type", "did"), did);
      case Condition.Ordered ordered -> {
        orders(node, JsonPart.code(ordered.measure()), ordered.which());
        number(node.putObject("is"), ordered.is());
        when(node.putObject("when"), ordered.when());
      }
      case Condition.OrderTime(var which, boolean first, When when) -> {
        orders(node, first ? "first" : "last", which);
        when(node.putObject("when"), when);
      }
      case Condition.Funnel funnel -> funnel(node.put("type", "funnel"), funnel);
      case Condition.Trait(String name, ValueTest test) ->
          test(node.put("type", "trait").put("name", name), test);
      case Condition.Anniversary anniversary -> anniversary(node, anniversary);
      case Condition.KnownBy(var kind) ->
          node.put("type", "known_by").put("kind", JsonPart.code(kind));
      case Condition.Language(List<String> in) -> texts(node.put("type", "language"), "in", in);
      case Condition.InShop(List<Integer> in) ->
          in.forEach(node.put("type", "shop").putArray("in")::add);
      case Condition.Consented consented -> consented(node.put("type", "consent"), consented);
      case Condition.Suppressed(var channel, var reasons) -> {
        node.put("type", "suppressed").put("channel", JsonPart.code(channel));
        choices(node, "reason", reasons);
      }
      case Condition.Reachable(var channel) ->
          node.put("type", "reachable").put("channel", JsonPart.code(channel));
      case Condition.InSegment(var id, boolean in) ->
          node.put("type", "segment").put("id", id.toString()).put("in", in);
      case Condition.OnList(var id, boolean in, When when) -> {
        node.put("type", "list").put("id", id.toString()).put("in", in);
        if (in) {
          when(node.putObject("when"), when);
        }
      }
      case Condition.Sample(var percent, String key) ->
          node.put("type", "sample").put("percent", percent).put("key", key);
      case Condition.Created(When when) ->
          when(node.put("type", "created").putObject("when"), when);
      case Condition.InFlow inFlow -> inFlow(node.put("type", "flow"), inFlow);
      case Condition.Received received -> received(node.put("type", "received"), received);
      case Condition.Rfm rfm -> rfm(node.put("type", "rfm"), rfm);
      case Condition.ValueDecile(Integer shop, String currency, List<Integer> in) -> {
        shop(node.put("type", "value_decile"), shop);
        numbers(node.put("currency", currency), "in", in);
      }
    }
    return node;
  }

  private static void group(ObjectNode node, String type, List<Condition> of) {
    ArrayNode parts = node.put("type", type).putArray("of");
    of.forEach(condition -> parts.add(write(condition)));
  }

  private static void did(ObjectNode node, Condition.Did did) {
    happening(node, did.what());
    node.put("measure", JsonPart.code(did.measure()));
    if (did.property() != null) {
      node.put("of", did.property());
    }
    number(node.putObject("is"), did.is());
    when(node.putObject("when"), did.when());
  }

  private static void happening(ObjectNode node, Condition.Happening what) {
    node.put("metric", what.metric());
    shop(node, what.shop());
    where(node, "property", what.where());
  }

  private static void shop(ObjectNode node, @Nullable Integer shop) {
    if (shop != null) {
      node.put("shop", shop);
    }
  }

  private static void where(ObjectNode node, String named, List<Filter> where) {
    if (!where.isEmpty()) {
      ArrayNode filters = node.putArray("where");
      where.forEach(filter -> filter(filters.addObject(), named, filter));
    }
  }

  private static void filter(ObjectNode node, String named, Filter filter) {
    test(node.put(named, filter.property()), filter.test());
  }

  private static void orders(ObjectNode node, String measure, Condition.Purchases which) {
    node.put("type", "orders").put("measure", measure);
    shop(node, which.shop());
    if (which.currency() != null) {
      node.put("currency", which.currency());
    }
    where(node, "field", which.where());
  }

  private static void funnel(ObjectNode node, Condition.Funnel funnel) {
    happening(node.putObject("first"), funnel.first());
    happening(node.putObject("then"), funnel.then());
    span(node.putObject("within"), funnel.within());
    node.put("happens", funnel.happens());
    when(node.putObject("when"), funnel.when());
  }

  private static void anniversary(ObjectNode node, Condition.Anniversary anniversary) {
    node.put("type", "anniversary").put("trait", anniversary.trait());
    switch (anniversary.occurs()) {
      case Condition.Return.Today _ -> node.put("when", "today");
      case Condition.Return.ThisMonth _ -> node.put("when", "this_month");
      case Condition.Return.Next(Span(int n, Unit unit)) ->
          node.putObject("when").put("next", n).put("unit", JsonPart.code(unit));
      case Condition.Return.Last(Span(int n, Unit unit)) ->
          node.putObject("when").put("last", n).put("unit", JsonPart.code(unit));
    }
  }

  private static void consented(ObjectNode node, Condition.Consented consented) {
    node.put("channel", JsonPart.code(consented.channel()));
    node.put("purpose", JsonPart.code(consented.purpose()));
    if (consented.state() == null) {
      node.put("state", "never");
      return;
    }
    node.put("state", JsonPart.code(consented.state()));
    choices(node, "method", consented.methods());
    when(node.putObject("when"), consented.when());
  }

  private static void inFlow(ObjectNode node, Condition.InFlow inFlow) {
    flow(node, inFlow.flow());
    node.put("is", JsonPart.code(inFlow.is()));
    if (inFlow.is() == Condition.Presence.EVER_IN || inFlow.is() == Condition.Presence.NEVER_IN) {
      when(node.putObject("when"), inFlow.when());
    }
  }

  private static void flow(ObjectNode node, @Nullable UUID flow) {
    if (flow != null) {
      node.put("flow", flow.toString());
    }
  }

  private static void received(ObjectNode node, Condition.Received received) {
    node.put("channel", JsonPart.code(received.channel()));
    flow(node, received.flow());
    if (received.template() != null) {
      node.put("template", received.template());
    }
    node.put("received", received.received());
    when(node.putObject("when"), received.when());
  }

  private static void rfm(ObjectNode node, Condition.Rfm rfm) {
    shop(node, rfm.shop());
    node.put("currency", rfm.currency());
    choices(node, "groups", rfm.groups());
    numbers(node, "r", rfm.recency());
    numbers(node, "f", rfm.frequency());
    numbers(node, "m", rfm.monetary());
  }

  private static void numbers(ObjectNode node, String field, Collection<Integer> numbers) {
    if (!numbers.isEmpty()) {
      numbers.stream().sorted().forEach(node.putArray(field)::add);
    }
  }

  private static void choices(ObjectNode node, String field, Set<? extends Enum<?>> choices) {
    if (!choices.isEmpty()) {
      ArrayNode codes = node.putArray(field);
      choices.stream()
          .sorted(Comparator.comparingInt(Enum::ordinal))
          .forEach(choice -> codes.add(JsonPart.code(choice)));
    }
  }

  private static void texts(ObjectNode node, String field, List<String> texts) {
    ArrayNode array = node.putArray(field);
    texts.forEach(array::add);
  }

  private static void test(ObjectNode node, ValueTest test) {
    switch (test) {
      case ValueTest.Text(var operator, String value, boolean not) ->
          node.put("op", negated(JsonPart.code(operator), not)).put("value", value);
      case ValueTest.In(List<String> values, boolean not) ->
          texts(node.put("op", negated("in", not)), "value", values);
      case ValueTest.Matches(String pattern, boolean not) ->
          node.put("op", negated("matches", not)).put("value", pattern);
      case ValueTest.Numeric(NumberTest is) -> number(node, is);
      case ValueTest.Flag(boolean value) -> node.put("op", value ? "is_true" : "is_false");
      case ValueTest.Present(boolean not) -> node.put("op", not ? "is_not_set" : "is_set");
      case ValueTest.Contains(List<String> values, boolean all) ->
          texts(node.put("op", all ? "contains_all" : "contains_any"), "value", values);
      case ValueTest.Length(NumberTest is) -> number(node.put("op", "length").putObject("is"), is);
      case ValueTest.Dated(When when) -> when(node.put("op", "date").putObject("when"), when);
    }
  }

  private static String negated(String operator, boolean not) {
    return not ? "not_" + operator : operator;
  }

  private static void number(ObjectNode node, NumberTest is) {
    node.put("op", JsonPart.code(is.operator()));
    if (is.operator() == NumberTest.Operator.BETWEEN) {
      node.put("from", is.value()).put("to", Objects.requireNonNull(is.to()));
    } else {
      node.put("value", is.value());
    }
  }

  private static void span(ObjectNode node, Span span) {
    node.put("n", span.n()).put("unit", JsonPart.code(span.unit()));
  }

  private static void when(ObjectNode node, When when) {
    switch (when) {
      case When.Ever _ -> node.put("type", "ever");
      case When.Last(Span span) -> span(node.put("type", "last"), span);
      case When.AtLeastAgo(Span span) -> span(node.put("type", "at_least_ago"), span);
      case When.BetweenAgo(int from, int to, Unit unit) ->
          node.put("type", "between_ago")
              .put("from", from)
              .put("to", to)
              .put("unit", JsonPart.code(unit));
      case When.Next(Span span) -> span(node.put("type", "next"), span);
      case When.After(var date) -> node.put("type", "after").put("date", date.toString());
      case When.Before(var date) -> node.put("type", "before").put("date", date.toString());
      case When.Between(var from, var to) ->
          node.put("type", "between").put("from", from.toString()).put("to", to.toString());
    }
  }

  /// The same filters in an order of their own, each once.
  static List<Filter> sorted(List<Filter> where) {
    return where.stream().distinct().sorted(Comparator.comparing(filter -> text(filter))).toList();
  }

  private static String text(Filter filter) {
    ObjectNode node = JSON.createObjectNode();
    filter(node, "property", filter);
    return node.toString();
  }

  static ObjectNode write(StreamKey key) {
    ObjectNode node = JSON.createObjectNode().put("source", JsonPart.code(key.source()));
    if (key.metric() != null) {
      node.put("metric", key.metric());
    }
    shop(node, key.shop());
    if (key.currency() != null) {
      node.put("currency", key.currency());
    }
    where(node, "property", key.where());
    if (key.value() != null) {
      node.put("value", key.value()).put("carries", JsonPart.code(key.carries()));
    }
    if (key.zone() != null) {
      node.put("zone", key.zone().getId());
    }
    return node;
  }
}
