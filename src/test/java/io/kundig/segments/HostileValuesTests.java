package io.kundig.segments;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.profiles.ProfileId;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Whatever somebody sends as a trait or property, every condition can be judged with it: one who
/// sends what a condition chokes on would stop it.
class HostileValuesTests {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  private static final List<String> TESTS =
      List.of(
          "'op':'equals','value':'x'",
          "'op':'equals','value':3",
          "'op':'not_contains','value':'İ'",
          "'op':'starts_with','value':'x'",
          "'op':'ends_with','value':'😀'",
          "'op':'in','value':['x','3']",
          "'op':'matches','value':'^(x+x+)+y$'",
          "'op':'not_matches','value':'[^a]{50}'",
          "'op':'at_least','value':-10000000000",
          "'op':'between','from':-1,'to':1",
          "'op':'is_true'",
          "'op':'is_not_set'",
          "'op':'contains_all','value':['x']",
          "'op':'length','is':{'op':'at_least','value':1}");

  private static final List<String> DATES =
      List.of(
          "'op':'date','when':{'type':'last','n':30,'unit':'days'}",
          "'op':'date','when':{'type':'next','n':2,'unit':'months'}",
          "'op':'date','when':{'type':'between_ago','from':1,'to':100,'unit':'years'}",
          "'op':'date','when':{'type':'at_least_ago','n':5,'unit':'minutes'}");

  private static List<JsonNode> values() {
    List<JsonNode> values = new ArrayList<>();
    for (String text :
        List.of(
            "",
            " ",
            "x",
            "x".repeat(100_000),
            "\uD800",
            "a\uDC00b",
            "İ",
            "ﷺ".repeat(500),
            "e" + "\u0301".repeat(5_000),
            "\u202E\u0000\uFFFF",
            "1e400",
            "NaN",
            "-0",
            "+.5",
            "9".repeat(39),
            "0001-01-01",
            "9999-12-31T23:59:59.999999999+18:59",
            "0001-01-01T00:00Z",
            "2024-02-29",
            "2026-02-30",
            "2026-13-01",
            "2026-11-22T",
            "2026-11-22T24:00",
            "2026-11-22T10:00+",
            "2026-11-22T10:00:00.",
            "٢٠٢٦-١١-٢٢",
            "'; drop table segments.segment; --")) {
      values.add(JSON.stringNode(text));
    }
    values.add(JSON.numberNode(Double.NaN));
    values.add(JSON.numberNode(Double.NEGATIVE_INFINITY));
    values.add(JSON.numberNode(Double.MIN_VALUE));
    values.add(JSON.numberNode(Float.MAX_VALUE));
    values.add(JSON.numberNode(Long.MIN_VALUE));
    values.add(JSON.numberNode(new BigDecimal("1e400")));
    values.add(JSON.numberNode(new BigDecimal("-1e-400")));
    values.add(JSON.numberNode(new BigDecimal("0e2147483647")));
    values.add(JSON.numberNode(BigInteger.TEN.pow(400)));
    values.add(JSON.booleanNode(true));
    values.add(JSON.nullNode());
    values.add(JSON.objectNode());
    values.add(JSON.arrayNode());
    values.add(JSON.arrayNode().add(JSON.arrayNode().add(JSON.arrayNode().addNull())));
    JsonNode deep = JSON.stringNode("x");
    for (int i = 0; i < 60; i++) {
      deep = i % 2 == 0 ? JSON.arrayNode().add(deep) : JSON.objectNode().set("p", deep);
    }
    values.add(deep);
    var many = JSON.arrayNode();
    for (int i = 0; i < 20_000; i++) {
      many.add("v" + i);
    }
    values.add(many);
    var all = JSON.arrayNode();
    values.forEach(all::add);
    values.add(all);
    return values;
  }

  private static List<String> conditions() {
    List<String> conditions = new ArrayList<>();
    for (String test : TESTS) {
      conditions.add("{'type':'trait','name':'p'," + test + "}");
      conditions.add("{'type':'trait','name':'p.p.0'," + test + "}");
      conditions.add(
          "{'type':'did','metric':'M','where':[{'property':'p',%s}],'is':{'op':'at_least','value':1}}"
              .formatted(test));
    }
    for (String test : DATES) {
      conditions.add("{'type':'trait','name':'p'," + test + "}");
    }
    for (String measure : List.of("sum", "average", "distinct")) {
      conditions.add(
          "{'type':'did','metric':'M','measure':'%s','of':'p','is':{'op':'at_most','value':10},'when':{'type':'last','n':3,'unit':'days'}}"
              .formatted(measure));
    }
    for (String when :
        List.of(
            "'today'",
            "'this_month'",
            "{'next':11,'unit':'months'}",
            "{'last':365,'unit':'days'}")) {
      conditions.add("{'type':'anniversary','trait':'p','when':" + when + "}");
    }
    conditions.add("{'type':'language','in':['de']}");
    return conditions;
  }

  @Test
  void everyConditionCanBeJudgedWithWhateverIsSent() {
    int judged = 0;
    for (String text : conditions()) {
      Condition condition = new ConditionJson().read(text.replace('\'', '"'));
      for (JsonNode value : values()) {
        PackedPeople people = new PackedPeople();
        Compiled compiled = people.compile(condition, ZoneId.of("Europe/Berlin"));
        ObjectNode bag = JSON.objectNode();
        bag.set("p", value);
        bag.set("$bot", value.isBoolean() ? JSON.booleanNode(false) : value);
        Person person =
            new Person(
                new ProfileId(UUID.randomUUID()),
                NOW,
                value.isString() ? value.stringValue() : "de",
                List.of(
                    new Person.Happened(NOW.minusSeconds(60), 1, "M", bag),
                    new Person.Happened(Instant.parse("0001-01-01T00:00:00Z"), 1, "M", bag),
                    new Person.Happened(Instant.parse("9999-12-31T00:00:00Z"), 1, "M", bag)),
                List.of(),
                bag,
                Set.of(),
                Set.of(),
                List.of(),
                Map.of(),
                Set.of(),
                Map.of());
        long verdict = compiled.judge(people.facts(person), NOW.toEpochMilli());
        compiled.explain(people.facts(person), NOW.toEpochMilli());
        assertThat(Turn.moment(verdict)).as("%s with %s", text, shortened(value)).isGreaterThan(0);
        judged++;
      }
    }
    assertThat(judged).isGreaterThan(2_000);
  }

  private static String shortened(JsonNode value) {
    String text = JsonMapper.shared().writeValueAsString(value);
    return text.substring(0, Math.min(text.length(), 80));
  }
}
