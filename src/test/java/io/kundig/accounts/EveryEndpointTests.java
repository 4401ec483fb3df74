package io.kundig.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.accounts.Browser.Answer;
import io.kundig.support.KundigTest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import tools.jackson.databind.JsonNode;

/// What must hold of every endpoint of our own API, whichever is added: taken from its description.
@KundigTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "kundig.admin-email=mara@nordlicht.example",
      "kundig.admin-password=" + EveryEndpointTests.PASSWORD,
      "kundig.api-key=" + EveryEndpointTests.KEY,
      "kundig.sandbox=true"
    })
class EveryEndpointTests {

  static final String PASSWORD = "drei worte reichen";
  static final String KEY = "kk_test-of-every-endpoint";

  private static final String SOMEBODY = "0190a000-0000-7000-8000-000000000001";

  private static final Set<String> FOR_EVERYBODY =
      Set.of(
          "GET /api/v1/setup",
          "POST /api/v1/session",
          "POST /api/v1/setup/owner",
          "POST /api/v1/setup/staff");

  private static final Set<String> FOR_ALL_STAFF =
      Set.of("DELETE /api/v1/session", "PATCH /api/v1/account");

  /// What parameters of each type are tried with; a text takes all of them.
  private static final List<String> HOSTILE =
      List.of(
          "'",
          "' or 1=1 --",
          "\"; drop table profiles.profile; --",
          "%",
          "\\",
          "\0",
          "\uD83D\uDE00",
          "\u202E\u2028",
          "../../etc/passwd",
          "${jndi:ldap://127.0.0.1/x}",
          "{{7*7}}",
          "x".repeat(3_000),
          "-1",
          "0",
          "2147483648",
          "1e999999999",
          "NaN",
          "null",
          "0001-01-01",
          "9999-12-31",
          "-999999999-01-01",
          "+999999999-12-31",
          "+999999999-12-31T00:00:00Z_" + SOMEBODY,
          "-999999999-01-01T00:00:00Z_" + SOMEBODY,
          "9223372036854775807_" + SOMEBODY,
          "-9223372036854775808_" + SOMEBODY,
          cursor("1", "no number", SOMEBODY, "1"),
          cursor("1", "9".repeat(400), SOMEBODY, "1"),
          cursor("1", "294277-01-01", SOMEBODY, "1"),
          cursor("0", "\0", SOMEBODY, "-1"));

  private final int port;

  EveryEndpointTests(@Value("${local.server.port}") int port, Shops shops) {
    this.port = port;
    shops.update(TestShops.nordlicht());
    String person =
        "{\"writeKey\":\"%s\",\"userId\":\"1\",\"traits\":{\"email\":\"jonas@example.org\"}}";
    withKey().sendText("POST", "/v1/identify", person.formatted(shops.get(1).writeKey()));
    withKey().post("/api/v1/test-mails", Map.of("to", "jonas@example.org"));
  }

  /// @param body the schema of its JSON body; null: it has none
  private record Operation(
      String method, String path, List<JsonNode> parameters, @Nullable JsonNode body) {

    String name() {
      return method + " " + path;
    }

    boolean isUnsafe() {
      return !method.equals("GET");
    }

    /// With the first id of its kind in its path, or one of nobody.
    String filled(Browser browser) {
      String list = path.replaceFirst("/\\{id}.*", "");
      boolean known = !list.equals(path) && !list.endsWith("set-aside");
      JsonNode items = known ? browser.get(list).json().path("items") : null;
      String id = items == null || items.isEmpty() ? SOMEBODY : items.get(0).get("id").asString();
      return path.replace("{id}", id).replace("{key}", "welcome-1");
    }
  }

  @Test
  void withoutSigningInNothingIsReadOrDone() {
    Browser stranger = browser();
    stranger.get("/api/v1/setup");

    assertThat(notAnswering(stranger, 401, it -> !FOR_EVERYBODY.contains(it.name()))).isEmpty();
  }

  @Test
  void aPageOfAnotherSiteDoesNothingInAnybodysName() {
    Browser mara = signedIn().withoutCsrfToken();

    assertThat(notAnswering(mara, 403, Operation::isUnsafe)).isEmpty();
  }

  @Test
  void supportChangesNothing() {
    Browser support = join("Ole Hansen", "ole@nordlicht.example", "support");

    assertThat(
            notAnswering(
                support,
                403,
                it ->
                    it.isUnsafe()
                        && !FOR_EVERYBODY.contains(it.name())
                        && !FOR_ALL_STAFF.contains(it.name())))
        .isEmpty();
  }

  @Test
  void aMarketerChangesNeitherShopsNorPeopleNorKeysNorTime() {
    Browser marketer = join("Nele Voss", "nele@nordlicht.example", "marketer");

    assertThat(
            notAnswering(
                marketer,
                403,
                it ->
                    it.isUnsafe() && it.path().matches("/api/v1/(shops|staff|sandbox)\\b.*")
                        || it.path().matches("/api/v1/(api-keys|audit)\\b.*")))
        .isEmpty();
  }

  @Test
  void nothingInAParameterIsAFaultOfOurs() {
    Browser key = withKey();
    SoftAssertions all = new SoftAssertions();
    for (Operation operation : operations().filter(it -> !it.isUnsafe()).toList()) {
      String filled = operation.filled(key);
      for (JsonNode parameter : operation.parameters()) {
        for (String value : HOSTILE) {
          String path = with(operation, filled, parameter, value);
          int status = key.get(path).status();
          all.assertThat(status).as("%s=%.80s", path(parameter, operation), value).isLessThan(500);
        }
      }
    }
    all.assertAll();
  }

  @Test
  void nothingInABodyIsAFaultOfOurs() {
    Browser key = withKey();
    SoftAssertions all = new SoftAssertions();
    for (Operation operation : operations().filter(it -> it.body() != null).toList()) {
      String path = operation.filled(key);
      for (String body : bodies(operation)) {
        int status = key.sendText(operation.method(), path, body).status();
        all.assertThat(status).as("%s %.120s", operation.name(), body).isLessThan(500);
      }
    }
    all.assertAll();
  }

  private List<String> notAnswering(Browser browser, int status, Predicate<Operation> which) {
    List<String> others = new ArrayList<>();
    List<Operation> asked = operations().filter(which).toList();
    assertThat(asked).isNotEmpty();
    for (Operation operation : asked) {
      Object body = operation.body() == null ? null : Map.of();
      Answer answer = browser.send(operation.method(), operation.filled(withKey()), body);
      if (answer.status() != status) {
        others.add(operation.name() + ": " + answer.status());
      }
    }
    return others;
  }

  private Stream<Operation> operations() {
    JsonNode description = browser().get("/openapi.json").json();
    List<Operation> operations = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : description.get("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        JsonNode operation = method.getValue();
        JsonNode schema =
            operation.path("requestBody").path("content").path("application/json").path("schema");
        operations.add(
            new Operation(
                method.getKey().toUpperCase(java.util.Locale.ROOT),
                path.getKey(),
                operation.path("parameters").valueStream().toList(),
                schema.isMissingNode() ? null : resolved(description, schema)));
      }
    }
    // Last those after which the shop cannot do what the others ask for.
    return operations.stream().sorted(Comparator.comparing(it -> it.path().contains("/shops")));
  }

  private static JsonNode resolved(JsonNode description, JsonNode schema) {
    String name = schema.path("$ref").asString("").replaceFirst(".*/", "");
    return name.isEmpty() ? schema : description.get("components").get("schemas").get(name);
  }

  private static String with(Operation operation, String filled, JsonNode parameter, String value) {
    String name = parameter.get("name").asString();
    String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    if (parameter.get("in").asString().equals("path")) {
      return operation.path().replace("{" + name + "}", encoded);
    }
    String metric = operation.path().equals("/api/v1/reports/people") ? "metric=buyers&" : "";
    return filled + "?" + metric + name + "=" + encoded;
  }

  private static String path(JsonNode parameter, Operation operation) {
    return operation.name() + " " + parameter.get("name").asString();
  }

  /// Broken ones, and each property with what it is not meant for.
  private static List<String> bodies(Operation operation) {
    List<String> bodies =
        new ArrayList<>(
            List.of(
                "", "{", "[]", "null", "\"x\"", "{}", "[".repeat(50_000), "{\"x\":1e999999999}"));
    List<String> values =
        List.of(
            "null",
            "\"\\u0000\"",
            "\"\\uD800\"",
            "\"' or 1=1 --\"",
            "\"" + "x".repeat(100_000) + "\"",
            "-1",
            "1e999999999",
            "99999999999999999999",
            "[]",
            "[null]",
            "{}",
            "{\"\\u0000\":\"\\u0000\"}",
            "{\"a\":{\"a\":{\"a\":[null,1,\"\\u0000\"]}}}");
    Map<String, String> usual = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> property :
        java.util.Objects.requireNonNull(operation.body()).path("properties").properties()) {
      usual.put(property.getKey(), usual(property.getKey()));
    }
    for (String property : usual.keySet()) {
      for (String value : values) {
        Map<String, String> all = new LinkedHashMap<>(usual);
        all.put(property, value);
        bodies.add(written(all));
        bodies.add(written(Map.of(property, value)));
      }
    }
    return bodies;
  }

  private static String written(Map<String, String> properties) {
    return properties.entrySet().stream()
        .map(it -> "\"" + it.getKey() + "\":" + it.getValue())
        .collect(java.util.stream.Collectors.joining(",", "{", "}"));
  }

  /// Good enough to get past the first checks.
  private static String usual(String property) {
    return switch (property) {
      case "shopId" -> "1";
      case "email", "to" -> "\"jonas@example.org\"";
      case "traits", "mapping" -> "{\"city\":\"Kiel\"}";
      case "channel" -> "\"email\"";
      case "purpose" -> "\"marketing\"";
      case "state" -> "\"subscribed\"";
      case "locale", "language" -> "\"de\"";
      case "role" -> "\"support\"";
      case "advance" -> "\"PT1S\"";
      case "currency" -> "\"EUR\"";
      case "timeZone" -> "\"Europe/Berlin\"";
      case "privacyUrl", "url", "logoUrl" -> "\"https://nordlicht.example\"";
      case "color" -> "\"#1F5F5B\"";
      case "sender", "impressum", "rules", "options", "wording", "trackingWording" -> "null";
      default -> "\"text\"";
    };
  }

  private static String cursor(String... parts) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(String.join("\u001F", parts).getBytes(StandardCharsets.UTF_8));
  }

  private Browser browser() {
    return new Browser(port);
  }

  private Browser withKey() {
    return browser().with("Authorization", "Bearer " + KEY);
  }

  private Browser signedIn() {
    Browser mara = browser().from("203.0.113.7");
    assertThat(mara.signIn("mara@nordlicht.example", PASSWORD).status()).isEqualTo(200);
    return mara;
  }

  private Browser join(String name, String email, String role) {
    String link =
        withKey()
            .post("/api/v1/staff/invitations", Map.of("name", name, "email", email, "role", role))
            .json()
            .get("link")
            .asString()
            .replaceFirst(".*token=", "");
    Browser guest = browser();
    guest.get("/api/v1/setup");
    Map<String, String> form =
        Map.of("token", link, "name", name, "password", PASSWORD, "locale", "de");
    assertThat(guest.post("/api/v1/setup/staff", form).status()).isEqualTo(201);
    return guest;
  }
}
