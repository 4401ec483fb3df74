package io.kundig.segments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kundig.shared.Invalid;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ConditionJsonTests {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String ID = "018f0000-0000-7000-8000-000000000001";

  private final ConditionJson json = new ConditionJson();

  static Stream<String> conditions() {
    return Stream.of(
            "{'type':'did','metric':'Opened Email','shop':2,'where':[{'property':'Brand','op':'equals',"
                + "'value':'Nike'},{'property':'Items.Price','op':'between','from':1,'to':2.5}],"
                + "'measure':'sum','of':'Price','is':{'op':'at_least','value':3},"
                + "'when':{'type':'last','n':30,'unit':'days'}}",
            "{'type':'did','metric':'X','measure':'count','is':{'op':'between','from':-1,'to':3},"
                + "'when':{'type':'between_ago','from':30,'to':60,'unit':'weeks'}}",
            "{'type':'orders','measure':'net','shop':1,'currency':'EUR','where':[{'field':'product',"
                + "'op':'in','value':['a','b']}],'is':{'op':'more_than','value':99.99},"
                + "'when':{'type':'between','from':'2026-11-01','to':'2026-11-30'}}",
            "{'type':'orders','measure':'first','when':{'type':'at_least_ago','n':1,'unit':'years'}}",
            "{'type':'funnel','first':{'metric':'A','where':[{'property':'x','op':'is_set'}]},"
                + "'then':{'metric':'B','shop':3},'within':{'n':4,'unit':'hours'},'happens':false,"
                + "'when':{'type':'after','date':'2026-11-01'}}",
            "{'type':'trait','name':'address.city','op':'not_starts_with','value':'Ber'}",
            "{'type':'trait','name':'tags','op':'contains_all','value':['a','b']}",
            "{'type':'trait','name':'tags','op':'contains_any','value':['a']}",
            "{'type':'trait','name':'x','op':'matches','value':'^a+$'}",
            "{'type':'trait','name':'x','op':'not_equals','value':5}",
            "{'type':'trait','name':'x','op':'equals','value':'5'}",
            "{'type':'trait','name':'x','op':'is_false'}",
            "{'type':'trait','name':'x','op':'length','is':{'op':'at_most','value':2}}",
            "{'type':'trait','name':'x','op':'date','when':{'type':'next','n':7,'unit':'days'}}",
            "{'type':'anniversary','trait':'birthday','when':'today'}",
            "{'type':'anniversary','trait':'birthday','when':{'next':7,'unit':'days'}}",
            "{'type':'anniversary','trait':'birthday','when':{'last':2,'unit':'months'}}",
            "{'type':'known_by','kind':'user_id'}",
            "{'type':'language','in':['de','en-GB']}",
            "{'type':'shop','in':[1,2]}",
            "{'type':'consent','channel':'email','purpose':'marketing','state':'subscribed',"
                + "'method':['form','double_opt_in'],'when':{'type':'before','date':'2026-11-01'}}",
            "{'type':'consent','channel':'sms','purpose':'tracking','state':'never'}",
            "{'type':'suppressed','channel':'email','reason':['hard_bounce','staff']}",
            "{'type':'reachable','channel':'whatsapp'}",
            "{'type':'segment','id':'" + ID + "','in':false}",
            "{'type':'list','id':'" + ID + "','in':false}",
            "{'type':'list','id':'"
                + ID
                + "','in':true,'when':{'type':'last','n':2,'unit':'weeks'}}",
            "{'type':'sample','percent':12.5,'key':'autumn'}",
            "{'type':'created','when':{'type':'ever'}}",
            "{'type':'flow','flow':'" + ID + "','is':'in'}",
            "{'type':'flow','is':'never_in','when':{'type':'last','n':30,'unit':'days'}}",
            "{'type':'received','channel':'email','flow':'"
                + ID
                + "','template':'welcome-1','received':false,"
                + "'when':{'type':'at_least_ago','n':2,'unit':'weeks'}}",
            "{'type':'rfm','shop':2,'currency':'EUR','groups':['champions','at_risk'],'r':[1,3]}",
            "{'type':'rfm','currency':'EUR','f':[2],'m':[2,3]}",
            "{'type':'value_decile','currency':'CHF','in':[1,10]}",
            "{'type':'all','of':[{'type':'any','of':[{'type':'none','of':[]}]},"
                + "{'type':'known_by','kind':'email'}]}")
        .map(text -> text.replace('\'', '"'));
  }

  @ParameterizedTest
  @MethodSource("conditions")
  void whatIsReadIsWrittenAgain(String text) {
    Condition condition = json.read(text);
    assertThat(json.read(json.write(condition))).isEqualTo(condition);
    assertThat(JSON.readTree(json.write(condition))).isEqualTo(JSON.readTree(text));
  }

  @ParameterizedTest
  @MethodSource("conditions")
  void whatIsWrongIsNamedByItsPathWhereverItIs(String text) {
    int tried = 0;
    for (Place place : places(JSON.readTree(text), "")) {
      for (String wrong : List.of("{}", "null", "1e300", "\"\\u0000\"", "[[]]", "\"ungültig ☠\"")) {
        if (!isAllowed(place, wrong)) {
          ObjectNode root = (ObjectNode) JSON.readTree(text);
          place.in(root).set(place.field, JSON.readTree(wrong));
          assertThat(pathOf(root)).as("%s", root).startsWith(place.path());
          tried++;
        }
      }
      ObjectNode root = (ObjectNode) JSON.readTree(text);
      place.in(root).put("zzz", 1);
      assertThat(pathOf(root)).as("%s", root).isEqualTo(place.parentPath("zzz"));
    }
    assertThat(tried).isGreaterThan(4);
  }

  @ParameterizedTest
  @MethodSource("conditions")
  void whatIsMissingIsNamed(String text) {
    for (Place place : places(JSON.readTree(text), "")) {
      ObjectNode root = (ObjectNode) JSON.readTree(text);
      place.in(root).remove(place.field);
      boolean mayBeMissing =
          Set.of("shop", "where", "when", "measure", "method", "reason", "last")
                  .contains(place.field)
              || Set.of("groups", "r", "f", "m", "flow", "template").contains(place.field)
              || (place.field.equals("currency")
                  && !text.contains("rfm")
                  && !text.contains("decile"));
      if (!mayBeMissing) {
        assertThat(pathOf(root)).as("%s", root).isEqualTo(place.path());
      }
    }
  }

  /// Some of the wrong values are right for some fields.
  private static boolean isAllowed(Place place, String wrong) {
    return wrong.contains("☠")
        && Set.of("metric", "property", "name", "trait", "of", "value", "key", "template")
            .contains(place.field);
  }

  private String pathOf(JsonNode node) {
    Invalid invalid = catchThrowableOfType(Invalid.class, () -> json.read(node, ""));
    assertThat(invalid).as("of %s", node).isNotNull();
    assertThat(invalid.violations()).isNotEmpty();
    return invalid.violations().getFirst().path();
  }

  /// A field of an object somewhere in a condition.
  private record Place(String parent, String field) {

    String path() {
      return parentPath(field);
    }

    String parentPath(String name) {
      return parent.isEmpty() ? name : parent + "." + name;
    }

    ObjectNode in(ObjectNode root) {
      String pointer =
          parent.isEmpty() ? "" : "/" + parent.replaceAll("[.\\[]", "/").replace("]", "");
      return (ObjectNode) root.at(pointer);
    }
  }

  private static List<Place> places(JsonNode node, String path) {
    List<Place> places = new ArrayList<>();
    for (String name : node.propertyNames()) {
      Place place = new Place(path, name);
      places.add(place);
      places.addAll(places(node.get(name), place.path()));
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      places.addAll(places(node.get(i), path + "[" + i + "]"));
    }
    return places;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[] | '' | not_an_object",
        "{'type':'dig'} | type | unknown_choice",
        "{'type':'all','of':[{'type':'x'}]} | of[0].type | unknown_choice",
        "{'type':'all','of':[],'x':1} | x | unknown_field",
        "{'type':'all','of':{}} | of | not_a_list",
        "{'type':'did','metric':'','is':{'op':'equals','value':1}} | metric | empty",
        "{'type':'did','metric':'Entered Segment','is':{'op':'equals','value':1}} | metric | own_metric",
        "{'type':'did','metric':'LEFT SEGMENT','is':{'op':'equals','value':1}} | metric | own_metric",
        "{'type':'did','metric':'A','shop':0,'is':{'op':'equals','value':1}} | shop | out_of_range",
        "{'type':'did','metric':'A','of':'x','is':{'op':'equals','value':1}} | of | unknown_field",
        "{'type':'did','metric':'A','measure':'sum','is':{'op':'equals','value':1}} | of | missing",
        "{'type':'did','metric':'A','is':{'op':'contains','value':1}} | is.op | unknown_choice",
        "{'type':'did','metric':'A','is':{'op':'equals','value':'1'}} | is.value | not_a_number",
        "{'type':'did','metric':'A','is':{'op':'equals','value':1.00001}} | is.value | too_fine",
        "{'type':'did','metric':'A','is':{'op':'equals','value':10000000001}} | is.value | out_of_range",
        "{'type':'did','metric':'A','is':{'op':'between','from':2,'to':1}} | is.to | wrong_order",
        "{'type':'did','metric':'A','is':{'op':'equals','value':1,'to':2}} | is.to | unknown_field",
        "{'type':'did','metric':'A','is':{'op':'equals','value':1},'when':{'type':'next','n':1,'unit':'days'}} | when.type | unknown_choice",
        "{'type':'did','metric':'A','is':{'op':'equals','value':1},'when':{'type':'last','n':0,'unit':'days'}} | when.n | out_of_range",
        "{'type':'did','metric':'A','is':{'op':'equals','value':1},'when':{'type':'last','n':101,'unit':'years'}} | when.n | out_of_range",
        "{'type':'did','metric':'A','is':{'op':'equals','value':1},'when':{'type':'last','n':1.5,'unit':'days'}} | when.n | not_a_whole_number",
        "{'type':'did','metric':'A','is':{'op':'equals','value':1},'when':{'type':'last','n':1,'unit':'day'}} | when.unit | unknown_choice",
        "{'type':'did','metric':'A','is':{'op':'equals','value':1},'when':{'type':'between_ago','from':5,'to':5,'unit':'days'}} | when.to | wrong_order",
        "{'type':'did','metric':'A','is':{'op':'equals','value':1},'when':{'type':'after','date':'2026-02-30'}} | when.date | not_a_date",
        "{'type':'did','metric':'A','is':{'op':'equals','value':1},'when':{'type':'after','date':'1.2.2026'}} | when.date | not_a_date",
        "{'type':'did','metric':'A','is':{'op':'equals','value':1},'when':{'type':'after','date':'0001-01-01'}} | when.date | not_a_date",
        "{'type':'did','metric':'A','is':{'op':'equals','value':1},'when':{'type':'between','from':'2026-02-02','to':'2026-02-01'}} | when.to | wrong_order",
        "{'type':'did','metric':'A','where':[{'property':'x','op':'date','when':{'type':'last','n':1,'unit':'days'}}],'is':{'op':'equals','value':1}} | where[0].when.type | unknown_choice",
        "{'type':'did','metric':'A','where':[{'property':'x','op':'like','value':'a'}],'is':{'op':'equals','value':1}} | where[0].op | unknown_choice",
        "{'type':'did','metric':'A','where':[{'property':'x','op':'not_between','from':1,'to':2}],'is':{'op':'equals','value':1}} | where[0].op | unknown_choice",
        "{'type':'did','metric':'A','where':[{'property':'x','op':'is_set','value':1}],'is':{'op':'equals','value':1}} | where[0].value | unknown_field",
        "{'type':'trait','name':'x','op':'in','value':[]} | value | empty",
        "{'type':'trait','name':'x','op':'in','value':['a',1]} | value[1] | not_a_text",
        "{'type':'trait','name':'x','op':'equals','value':true} | value | not_a_text",
        "{'type':'trait','name':'x','op':'more_than','value':'5'} | value | not_a_number",
        "{'type':'trait','name':'x','op':'matches','value':'('} | value | not_a_pattern",
        "{'type':'trait','name':'x','op':'matches','value':'(a)\\\\1'} | value | not_a_pattern",
        "{'type':'trait','name':'x','op':'matches','value':'(?=a)'} | value | not_a_pattern",
        "{'type':'trait','name':'x','op':'matches','value':'a{1001}'} | value | not_a_pattern",
        "{'type':'trait','name':'x','op':'matches','value':'((((((a{9}){9}){9}){9}){9}){9}){9}'} | value | not_a_pattern",
        "{'type':'trait','name':'x','op':'matches','value':'(a?){1000}{1000}'} | value | not_a_pattern",
        "{'type':'trait','name':'x','op':'matches','value':'((a{90}){90}'} | value | not_a_pattern",
        "{'type':'trait','name':'x','op':'equals','value':'\\ud800'} | value | not_a_text",
        "{'type':'trait','name':'a.b.c.d.e.f.g.h.i.j.k','op':'is_set'} | name | too_deep",
        "{'type':'orders','measure':'net','is':{'op':'equals','value':1}} | currency | missing",
        "{'type':'orders','measure':'net','currency':'eur','is':{'op':'equals','value':1}} | currency | not_a_currency",
        "{'type':'orders','measure':'first','is':{'op':'equals','value':1}} | is | unknown_field",
        "{'type':'orders','measure':'first'} | when | missing",
        "{'type':'orders','where':[{'field':'brand','op':'is_set'}],'is':{'op':'equals','value':1}} | where[0].field | unknown_choice",
        "{'type':'funnel','first':{'metric':'A'},'then':{'metric':'B'},'within':{'n':1,'unit':'days'}} | happens | missing",
        "{'type':'funnel','first':{'metric':'A','is':1},'then':{'metric':'B'},'within':{'n':1,'unit':'days'},'happens':true} | first.is | unknown_field",
        "{'type':'anniversary','trait':'x','when':'tomorrow'} | when | unknown_choice",
        "{'type':'anniversary','trait':'x','when':{'next':1,'unit':'years'}} | when.unit | unknown_choice",
        "{'type':'anniversary','trait':'x','when':{'next':366,'unit':'days'}} | when.next | out_of_range",
        "{'type':'anniversary','trait':'x','when':{'next':1,'last':1,'unit':'days'}} | when.next | unknown_field",
        "{'type':'known_by','kind':'iban'} | kind | unknown_choice",
        "{'type':'language','in':['deutsch!']} | in[0] | not_a_language",
        "{'type':'shop','in':['1']} | in[0] | not_a_whole_number",
        "{'type':'consent','channel':'email','purpose':'marketing','state':'never','method':[]} | method | unknown_field",
        "{'type':'consent','channel':'email','purpose':'marketing','state':'subscribed','method':['fax']} | method[0] | unknown_choice",
        "{'type':'segment','id':'x','in':true} | id | not_an_id",
        "{'type':'list','id':'x','in':true} | id | not_an_id",
        "{'type':'list','id':'018f0000-0000-7000-8000-000000000001','in':false,'when':{'type':'ever'}} | when | unknown_field",
        "{'type':'segment','id':'018F0000-0000-7000-8000-000000000001','in':true} | id | not_an_id",
        "{'type':'flow','flow':'welcome','is':'in'} | flow | not_an_id",
        "{'type':'flow','is':'in','when':{'type':'ever'}} | when | unknown_field",
        "{'type':'flow','is':'was'} | is | unknown_choice",
        "{'type':'received','channel':'email'} | received | missing",
        "{'type':'received','channel':'fax','received':true} | channel | unknown_choice",
        "{'type':'received','channel':'email','template':'','received':true} | template | empty",
        "{'type':'rfm','currency':'EUR'} | groups | missing",
        "{'type':'rfm','groups':['champions']} | currency | missing",
        "{'type':'rfm','currency':'EUR','groups':[]} | groups | empty",
        "{'type':'rfm','currency':'EUR','groups':['best']} | groups[0] | unknown_choice",
        "{'type':'rfm','currency':'EUR','r':[4]} | r[0] | out_of_range",
        "{'type':'rfm','currency':'EUR','m':['3']} | m[0] | not_a_whole_number",
        "{'type':'value_decile','currency':'EUR','in':[]} | in | empty",
        "{'type':'value_decile','currency':'EUR','in':[11]} | in[0] | out_of_range",
        "{'type':'value_decile','in':[1]} | currency | missing",
        "{'type':'sample','percent':0,'key':'a'} | percent | out_of_range",
        "{'type':'sample','percent':100,'key':'a'} | percent | out_of_range",
        "{'type':'sample','percent':0.001,'key':'a'} | percent | out_of_range",
        "{'type':'horoscope','id':'x'} | type | unknown_choice"
      })
  void thisIsWrong(String text, String path, String code) {
    Invalid.Violation first = violations(text).getFirst();
    assertThat(first.path()).isEqualTo(path.equals("''") ? "" : path);
    assertThat(first.code()).isEqualTo(code);
  }

  @Test
  void everyWrongPartOfAListIsNamed() {
    String text =
        "{'type':'all','of':[{'type':'x'},{'type':'known_by','kind':'email'},"
            + "{'type':'any','of':[{'type':'known_by','kind':'fax'},{'type':'shop','in':[0,1,'a']}]}]}";
    assertThat(violations(text))
        .extracting(Invalid.Violation::path)
        .containsExactly(
            "of[0].type", "of[2].of[0].kind", "of[2].of[1].in[0]", "of[2].of[1].in[2]");
  }

  @Test
  void pathsBeginWhereTheCallerSays() {
    Invalid invalid =
        catchThrowableOfType(
            Invalid.class, () -> json.read(JSON.readTree("{\"type\":\"x\"}"), "condition"));
    assertThat(invalid.violations().getFirst().path()).isEqualTo("condition.type");
  }

  @Test
  void whatIsNoJsonIsRefused() {
    assertThat(violations("{'type':").getFirst().code()).isEqualTo("not_json");
    assertThat(violations("").getFirst().code()).isIn("not_json", "not_an_object");
    assertThat(violations("[".repeat(100_000)).getFirst().code()).isEqualTo("not_json");
  }

  @Test
  void conditionsStandEightDeepAtMost() {
    assertThatCode(() -> json.read(nested(7))).doesNotThrowAnyException();
    Invalid.Violation first = violations(nested(8)).getFirst();
    assertThat(first.code()).isEqualTo("too_deep");
    assertThat(first.path()).isEqualTo("of[0]" + ".of[0]".repeat(7));
    assertThat(violations(nested(200)).getFirst().code()).isEqualTo("too_deep");
  }

  private static String nested(int groups) {
    return "{\"type\":\"all\",\"of\":[".repeat(groups)
        + "{\"type\":\"known_by\",\"kind\":\"email\"}"
        + "]}".repeat(groups);
  }

  @Test
  void thereAreAHundredConditionsAtMost() {
    String one = "{'type':'known_by','kind':'email'}";
    assertThatCode(() -> json.read(quoted("{'type':'all','of':[" + list(one, 99) + "]}")))
        .doesNotThrowAnyException();
    assertThat(violations("{'type':'all','of':[" + list(one, 100) + "]}").getFirst().path())
        .isEqualTo("of[99]");
    assertThat(violations("{'type':'all','of':[" + list(one, 101) + "]}").getFirst().path())
        .isEqualTo("of");
  }

  @Test
  void listsAndTextsAreLimited() {
    String filter = "{'property':'x','op':'is_set'}";
    String did = "{'type':'did','metric':'A','where':[%s],'is':{'op':'equals','value':1}}";
    assertThatCode(() -> json.read(quoted(did.formatted(list(filter, 20)))))
        .doesNotThrowAnyException();
    assertThat(violations(did.formatted(list(filter, 21))).getFirst().code()).isEqualTo("too_many");
    String in = "{'type':'trait','name':'x','op':'in','value':[%s]}";
    assertThatCode(() -> json.read(quoted(in.formatted(list("'a'", 1_000)))))
        .doesNotThrowAnyException();
    assertThat(violations(in.formatted(list("'a'", 1_001))).getFirst().code())
        .isEqualTo("too_many");
    assertThat(violations(in.formatted("'" + "a".repeat(1_001) + "'")).getFirst().code())
        .isEqualTo("too_long");
    String matches = "{'type':'trait','name':'x','op':'matches','value':'%s'}";
    assertThat(violations(matches.formatted("a".repeat(201))).getFirst().code())
        .isEqualTo("too_long");
    String field = "x".repeat(5_000);
    assertThat(violations("{'type':'all','of':[],'" + field + "':1}").getFirst().path())
        .hasSizeLessThan(50);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "^DE[0-9]{2}([ ]?[0-9]{4}){4}[ ]?[0-9]{2}$",
        "\\\\d{4}-\\\\d{2}-\\\\d{2}",
        "(a|b)+c*",
        "[(){}]+x{2,}",
        "\\\\p{L}{1,30}",
        "a{500}",
        "()|()"
      })
  void ordinaryPatternsAreTaken(String pattern) {
    assertThatCode(
            () ->
                json.read(
                    "{\"type\":\"trait\",\"name\":\"x\",\"op\":\"matches\",\"value\":\""
                        + pattern
                        + "\"}"))
        .doesNotThrowAnyException();
  }

  @Test
  void numbersKeepTheirValueHoweverTheyAreWritten() {
    assertThat(json.read(quoted("{'type':'trait','name':'x','op':'equals','value':1e2}")))
        .isEqualTo(json.read(quoted("{'type':'trait','name':'x','op':'equals','value':100.00}")));
  }

  @Test
  void otherSegmentsAreKnown() {
    String one = "{'type':'segment','id':'" + ID + "','in':false}";
    assertThat(
            json.read(quoted("{'type':'any','of':[{'type':'none','of':[" + one + "]}]}"))
                .segmentIds())
        .containsExactly(UUID.fromString(ID));
  }

  @Test
  void streamsAreEqualWhateverTheOrderOfTheirFilters() {
    Filter a = new Filter("a", new ValueTest.Present(false));
    Filter b = new Filter("b", new ValueTest.Present(true));
    StreamKey one = key(List.of(a, b, a));
    assertThat(one).isEqualTo(key(List.of(b, a)));
    assertThat(one.text()).isEqualTo(key(List.of(b, a)).text());
    assertThat(one.text()).isNotEqualTo(key(List.of(a)).text());
  }

  private static StreamKey key(List<Filter> where) {
    return StreamKey.events(
        new Condition.Happening("A", 1, where),
        null,
        StreamKey.Carries.NOTHING,
        java.time.ZoneId.of("UTC"));
  }

  private List<Invalid.Violation> violations(String text) {
    Invalid invalid = catchThrowableOfType(Invalid.class, () -> json.read(quoted(text)));
    assertThat(invalid).as(text.length() > 500 ? "it" : text).isNotNull();
    return invalid.violations();
  }

  private static String list(String one, int times) {
    return String.join(",", java.util.Collections.nCopies(times, one));
  }

  private static String quoted(String text) {
    return text.replace('\'', '"');
  }
}
