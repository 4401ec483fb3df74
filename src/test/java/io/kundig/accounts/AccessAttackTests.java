package io.kundig.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.accounts.Browser.Answer;
import io.kundig.support.KundigTest;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What people try who should not be let in, or not so far.
@KundigTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "kundig.admin-email=mara@nordlicht.example",
      "kundig.admin-password=" + AccessAttackTests.PASSWORD,
      "kundig.api-key=" + AccessAttackTests.KEY,
      "kundig.base-url=https://crm.nordlicht.example"
    })
class AccessAttackTests {

  static final String MARA = "mara@nordlicht.example";
  static final String PASSWORD = "drei worte reichen";
  static final String KEY = "kk_test-of-the-attacks";

  private final int port;
  private final JdbcClient jdbc;

  AccessAttackTests(@Value("${local.server.port}") int port, JdbcClient jdbc) {
    this.port = port;
    this.jdbc = jdbc;
    jdbc.sql("delete from accounts.sign_in_throttle").update();
  }

  @Test
  void aPageOfAnotherSiteCannotChangeAnything() {
    Browser mara = owner();
    Map<String, String> key = Map.of("name", "Angreifer");
    int keys = mara.get("/api/v1/api-keys").json().get("items").size();

    assertThat(mara.withoutCsrfToken().post("/api/v1/api-keys", key).status()).isEqualTo(403);
    assertThat(mara.with("X-XSRF-TOKEN", "made-up").post("/api/v1/api-keys", key).status())
        .isEqualTo(403);
    assertThat(mara.get("/api/v1/api-keys").json().get("items")).hasSize(keys);
  }

  /// Several requests of a page are under way at a time: an answer must not make the token of the
  /// next one wrong.
  @Test
  void theTokenStaysTheSameUntilSomebodySignsIn() {
    Browser mara = owner();

    assertThat(mara.get("/api/v1/session").headers("Set-Cookie")).isEmpty();
    assertThat(mara.post("/api/v1/api-keys", Map.of("name", "Erster")).headers("Set-Cookie"))
        .isEmpty();
    assertThat(browser().signIn(MARA, PASSWORD).headers("Set-Cookie"))
        .anyMatch(cookie -> cookie.startsWith("XSRF-TOKEN="));
  }

  @Test
  void aPageOfAnotherSiteCannotSignTheVisitorInAsSomebodyElse() {
    Answer answer =
        browser()
            .withoutCsrfToken()
            .post("/api/v1/session", Map.of("email", MARA, "password", PASSWORD));

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.headers("Set-Cookie")).noneMatch(cookie -> cookie.contains("kundig_session"));
  }

  @Test
  void aWrongKeyIsNotMadeUpForByTheCookie() {
    Browser mara = owner().withoutCsrfToken().with("Authorization", "Bearer kk_wrong");

    assertThat(mara.post("/api/v1/api-keys", Map.of("name", "Angreifer")).status()).isEqualTo(401);
    assertThat(mara.with("Authorization", "Basic bWFyYQ==").get("/api/v1/shops").status())
        .isEqualTo(401);
  }

  @Test
  void aSessionChosenByAnAttackerIsNotAdopted() {
    String chosen = "c".repeat(43);
    Browser victim = browser().withCookie("kundig_session", chosen);
    victim.signIn(MARA, PASSWORD);

    assertThat(victim.cookie("kundig_session")).isNotEqualTo(chosen);
    assertThat(browser().withCookie("kundig_session", chosen).get("/api/v1/session").status())
        .isEqualTo(401);
  }

  @Test
  void aSessionThatSignsInAgainIsReplaced() {
    Browser mara = owner();
    String before = mara.cookie("kundig_session");
    mara.signIn(MARA, PASSWORD);

    assertThat(browser().withCookie("kundig_session", before).get("/api/v1/session").status())
        .isEqualTo(401);
  }

  @Test
  void signingOutEndsTheSessionForWhoeverCopiedIt() {
    Browser mara = owner();
    String copied = mara.cookie("kundig_session");

    assertThat(mara.send("DELETE", "/api/v1/session", null).status()).isEqualTo(204);

    assertThat(browser().withCookie("kundig_session", copied).get("/api/v1/session").status())
        .isEqualTo(401);
  }

  @Test
  void aNewPasswordEndsAllOtherSessions() {
    Browser jonas = join("Jonas Petersen", "jonas@nordlicht.example", "marketer");
    Browser stolen = browser();
    stolen.signIn("jonas@nordlicht.example", PASSWORD);
    assertThat(stolen.get("/api/v1/session").status()).isEqualTo(200);

    Answer changed = changePassword(jonas, PASSWORD);

    assertThat(changed.status()).isEqualTo(200);
    assertThat(stolen.get("/api/v1/session").status()).isEqualTo(401);
    assertThat(jonas.get("/api/v1/session").status()).isEqualTo(200);
    assertThat(browser().signIn("jonas@nordlicht.example", PASSWORD).status()).isEqualTo(401);
  }

  @Test
  void aStolenSessionCannotChangeThePassword() {
    Browser mara = owner();

    assertThat(changePassword(mara, "geraten").status()).isEqualTo(400);
    assertThat(browser().signIn(MARA, PASSWORD).status()).isEqualTo(200);
  }

  @Test
  void aStolenSessionCannotGuessThePassword() {
    Browser stolen = join("Enno Behrens", "enno@nordlicht.example", "marketer");
    for (int i = 0; i < 5; i++) {
      assertThat(changePassword(stolen, "geraten " + i).status()).isEqualTo(400);
    }

    assertThat(changePassword(stolen, PASSWORD).status()).isEqualTo(400);
  }

  private static Answer changePassword(Browser browser, String present) {
    return browser.send(
        "PATCH",
        "/api/v1/account",
        Map.of("currentPassword", present, "newPassword", "vier ganz neue worte"));
  }

  @Test
  void somebodyRemovedIsOutAtOnce() {
    Browser friederike = join("Friederike Harms", "friederike@nordlicht.example", "admin");
    String id = friederike.get("/api/v1/session").json().get("user").get("id").asString();

    assertThat(owner().send("DELETE", "/api/v1/staff/" + id, null).status()).isEqualTo(204);
    assertThat(friederike.get("/api/v1/session").status()).isEqualTo(401);
  }

  @Test
  void nothingTellsWhetherAnAddressIsKnown() {
    Answer known = browser().signIn(MARA, "falsch geraten");
    Answer unknown = browser().signIn("niemand@nordlicht.example", "falsch geraten");

    assertThat(known.status()).isEqualTo(401);
    assertThat(unknown.status()).isEqualTo(401);
    assertThat(unknown.body()).isEqualTo(known.body());
  }

  @Test
  void guessingAtOneAccountIsSlowedDownWhereverItComesFrom() {
    for (int i = 1; i <= 5; i++) {
      assertThat(browser().from("203.0.113." + i).signIn(MARA, "geraten " + i).status())
          .isEqualTo(401);
    }
    Answer sixth = browser().from("203.0.113.6").signIn(MARA, PASSWORD);

    assertThat(sixth.status()).isEqualTo(429);
    assertThat(Integer.parseInt(sixth.header("Retry-After"))).isBetween(1, 31);
  }

  @Test
  void guessingFromOneAddressIsSlowedDownWhoeverIsMeant() {
    List<Integer> answers = new ArrayList<>();
    for (int i = 0; i < 21; i++) {
      Browser attacker = browser().from("198.51.100.7");
      answers.add(attacker.signIn("person" + i + "@nordlicht.example", "geraten").status());
    }

    assertThat(answers.subList(0, 20)).containsOnly(401);
    assertThat(answers.getLast()).isEqualTo(429);
    assertThat(browser().from("198.51.100.8").signIn(MARA, PASSWORD).status()).isEqualTo(200);
  }

  @Test
  void aDozenGuessesAtOnceAreNotMoreThanFive() throws Exception {
    List<Integer> answers =
        allAtOnce(
            12,
            i ->
                browser()
                    .from("203.0.113." + (i + 50))
                    .signIn("viele@nordlicht.example", "x")
                    .status());

    assertThat(answers).filteredOn(status -> status == 401).hasSizeLessThanOrEqualTo(5);
  }

  @Test
  void aKeyInTheUrlIsRefused() {
    Answer answer = browser().get("/api/v1/shops?api_key=" + KEY);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("type").asString()).isEqualTo("urn:kundig:problem:key-in-url");
  }

  @Test
  void aRevokedKeyIsRefusedAtOnce() {
    Browser mara = owner();
    Answer made = mara.post("/api/v1/api-keys", Map.of("name", "Warenwirtschaft"));
    Browser shop =
        browser().with("Authorization", "Bearer " + made.json().get("secret").asString());
    assertThat(shop.get("/api/v1/shops").status()).isEqualTo(200);

    mara.send("DELETE", "/api/v1/api-keys/" + made.json().get("id").asString(), null);

    assertThat(shop.get("/api/v1/shops").status()).isEqualTo(401);
  }

  @Test
  void noSecretIsStored() {
    Browser mara = owner();
    String secret =
        mara.with("Idempotency-Key", "secret-test")
            .post("/api/v1/api-keys", Map.of("name", "Kasse"))
            .json()
            .get("secret")
            .asString();

    for (String table : List.of("api_key", "idempotency", "audit", "session", "invitation")) {
      List<String> rows =
          jdbc.sql("select t::text from accounts." + table + " t").query(String.class).list();
      String hex = java.util.HexFormat.of().formatHex(secret.getBytes(StandardCharsets.UTF_8));
      assertThat(String.join("\n", rows)).doesNotContain(secret).doesNotContain(hex);
    }
  }

  @Test
  void supportReadsButDoesNotWrite() {
    Browser support = join("Ole Hansen", "ole@nordlicht.example", "support");

    assertThat(support.get("/api/v1/shops").status()).isEqualTo(200);
    assertThat(support.post("/api/v1/signups", Map.of()).status()).isEqualTo(403);
    assertThat(support.send("PUT", "/api/v1/shops/1", Map.of("name", "Gekapert")).status())
        .isEqualTo(403);
    assertThat(support.post("/api/v1/flows/x/activation", Map.of()).status()).isEqualTo(403);
    assertThat(support.get("/api/v1/api-keys").status()).isEqualTo(403);
    assertThat(support.get("/api/v1/audit").status()).isEqualTo(403);
  }

  @Test
  void nobodyRaisesTheirOwnRole() {
    Browser marketer = join("Nele Voss", "nele@nordlicht.example", "marketer");
    String id = marketer.get("/api/v1/session").json().get("user").get("id").asString();

    assertThat(marketer.send("PATCH", "/api/v1/staff/" + id, Map.of("role", "admin")).status())
        .isEqualTo(403);
    marketer.send("PATCH", "/api/v1/account", Map.of("name", "Nele", "role", "owner"));
    assertThat(marketer.get("/api/v1/session").json().get("user").get("role").asString())
        .isEqualTo("marketer");
    assertThat(
            marketer
                .post(
                    "/api/v1/staff/invitations",
                    Map.of("name", "Ich", "email", "ich@x.example", "role", "admin"))
                .status())
        .isEqualTo(403);
  }

  @Test
  void anAdminNeitherMakesNorTouchesAnOwner() {
    Browser admin = join("Tom Brandt", "tom@nordlicht.example", "admin");
    String maraId = owner().get("/api/v1/session").json().get("user").get("id").asString();

    assertThat(
            admin
                .post(
                    "/api/v1/staff/invitations",
                    Map.of("name", "Ich", "email", "ich@x.example", "role", "owner"))
                .status())
        .isEqualTo(400);
    assertThat(admin.send("PATCH", "/api/v1/staff/" + maraId, Map.of("role", "support")).status())
        .isEqualTo(403);
    assertThat(admin.send("DELETE", "/api/v1/staff/" + maraId, null).status()).isEqualTo(403);
  }

  @Test
  void anInvitationCannotBeTakenForAnotherAddressOrRole() {
    String link = invite("Ida Krüger", "ida@nordlicht.example", "support");

    Browser guest = browser();
    guest.get("/api/v1/setup");
    Answer joined =
        guest.post(
            "/api/v1/setup/owner",
            Map.of(
                "token",
                link,
                "name",
                "Ida",
                "email",
                "boss@x.example",
                "password",
                PASSWORD,
                "locale",
                "de",
                "role",
                "owner"));

    assertThat(joined.status()).isEqualTo(201);
    assertThat(joined.json().get("email").asString()).isEqualTo("ida@nordlicht.example");
    assertThat(joined.json().get("role").asString()).isEqualTo("support");
  }

  @Test
  void anInvitationWorksOnceEvenForTwoAtATime() throws Exception {
    String link = invite("Ben Otto", "ben@nordlicht.example", "marketer");

    List<Integer> answers = allAtOnce(2, i -> accept(browser(), link, "Ben").status());

    assertThat(answers).containsExactlyInAnyOrder(201, 410);
  }

  @Test
  void aRepeatOfARequestByAnotherKeyGetsNoneOfItsAnswer() {
    Browser mara = owner().with("Idempotency-Key", "the-same");
    Browser shop =
        browser().with("Authorization", "Bearer " + KEY).with("Idempotency-Key", "the-same");

    String first =
        mara.post("/api/v1/api-keys", Map.of("name", "A")).json().get("secret").asString();
    Answer again = mara.post("/api/v1/api-keys", Map.of("name", "A"));
    Answer other = shop.post("/api/v1/api-keys", Map.of("name", "A"));

    assertThat(again.json().get("secret").asString()).isEqualTo(first);
    assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(other.status()).isEqualTo(201);
    assertThat(other.json().get("secret").asString()).isNotEqualTo(first);
    assertThat(mara.post("/api/v1/api-keys", Map.of("name", "B")).status()).isEqualTo(422);
  }

  @Test
  void aRequestSentTwiceAtOnceTakesEffectOnce() throws Exception {
    Browser mara = owner().with("Idempotency-Key", "at-once");

    List<Integer> answers =
        allAtOnce(8, i -> mara.post("/api/v1/api-keys", Map.of("name", "Zwilling")).status());

    assertThat(answers).contains(201).isSubsetOf(201, 409);
    assertThat(mara.get("/api/v1/api-keys").body()).containsOnlyOnce("\"Zwilling\"");
  }

  @Test
  void aRefusedRequestUsesNoKeyUp() {
    Browser mara = owner().with("Idempotency-Key", "second-try");

    assertThat(mara.post("/api/v1/api-keys", Map.of("name", " ")).status()).isEqualTo(400);
    assertThat(mara.post("/api/v1/api-keys", Map.of("name", "Kasse 2")).status()).isEqualTo(201);
  }

  @Test
  void linksNeverTakeTheirHostFromTheRequest() throws Exception {
    String body = "{\"name\":\"Eva\",\"email\":\"eva@nordlicht.example\",\"role\":\"support\"}";
    String answer =
        raw(
            """
            POST /api/v1/staff/invitations HTTP/1.1
            Host: evil.example
            X-Forwarded-Host: evil.example
            X-Forwarded-Proto: http
            Authorization: Bearer %s
            Content-Type: application/json
            Content-Length: %d
            Connection: close

            %s"""
                .formatted(KEY, body.length(), body));

    assertThat(answer).contains("https://crm.nordlicht.example/setup?token=");
    assertThat(answer).doesNotContain("evil.example");
  }

  @Test
  void cookiesAreKeptFromScriptsOtherSitesAndPlainHttp() {
    Browser browser = browser();
    List<String> cookies = browser.signIn(MARA, PASSWORD).headers("Set-Cookie");

    assertThat(cookies)
        .anySatisfy(
            cookie ->
                assertThat(cookie)
                    .startsWith("kundig_session=")
                    .contains("HttpOnly")
                    .contains("Secure")
                    .contains("SameSite=Lax"));
    assertThat(cookies)
        .anySatisfy(cookie -> assertThat(cookie).startsWith("XSRF-TOKEN=").contains("Secure"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/customers/01a2", "/setup", "/data/live"})
  void aPageOfTheAppIsServedWithAStrictPolicy(String path) {
    Answer page = browser().get(path);

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body()).contains("Kundig under test");
    assertThat(page.header("Content-Security-Policy"))
        .contains("script-src 'self';")
        .contains("frame-ancestors 'none'")
        .doesNotContain("unsafe-eval");
    assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(page.header("X-Frame-Options")).isEqualTo("DENY");
    assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(page.header("Cache-Control")).isEqualTo("no-cache");
  }

  @Test
  void filesNamedByTheirContentAreKept() {
    assertThat(browser().get("/assets/app-1a2b3c.js").header("Cache-Control"))
        .contains("immutable")
        .contains("max-age=31536000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v2/anything",
        "/api/profiles",
        "/client/events",
        "/v1/nothing",
        "/hooks/nothing/1",
        "/assets/gone-1.js",
        "/missing.js",
        "/healthz/x",
        "/error/x"
      })
  void whatIsNoPageIsNeverAnsweredWithOne(String path) {
    Answer answer = browser().get(path);

    assertThat(answer.status()).isEqualTo(path.startsWith("/hooks/") ? 405 : 404);
    assertThat(answer.body()).doesNotContain("Kundig under test");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../application.properties",
        "/assets/../../application.properties",
        "/%2e%2e/application.properties",
        "/assets/..%2f..%2fapplication.properties",
        "/assets/%252e%252e/%252e%252e/application.properties",
        "/..;/application.properties",
        "/assets/..\\..\\application.properties",
        "//application.properties",
        "/application.properties",
        "/db/migration/V202611221050__accounts_create_tables.sql",
        "/assets/%00/app.js"
      })
  void nothingOutsideTheAppsFilesIsServed(String path) throws Exception {
    String answer = raw("GET " + path + " HTTP/1.1\nHost: crm\nConnection: close\n\n");

    assertThat(answer).matches("(?s)HTTP/1.1 (400|401|404).*");
    assertThat(answer).doesNotContain("spring.").doesNotContain("create table");
  }

  @Test
  void withoutSigningInNothingIsRead() {
    for (String path :
        List.of(
            "shops",
            "staff",
            "audit",
            "api-keys",
            "onboarding",
            "profiles",
            "messages",
            "sandbox/clock")) {
      assertThat(browser().get("/api/v1/" + path).status()).as(path).isEqualTo(401);
    }
  }

  private Browser browser() {
    return new Browser(port);
  }

  private Browser owner() {
    Browser mara = browser();
    assertThat(mara.signIn(MARA, PASSWORD).status()).isEqualTo(200);
    return mara;
  }

  private Browser join(String name, String email, String role) {
    Browser browser = browser();
    assertThat(accept(browser, invite(name, email, role), name).status()).isEqualTo(201);
    return browser;
  }

  private String invite(String name, String email, String role) {
    Answer invited =
        owner()
            .post("/api/v1/staff/invitations", Map.of("name", name, "email", email, "role", role));
    assertThat(invited.status()).isEqualTo(201);
    return invited.json().get("link").asString().replaceFirst(".*token=", "");
  }

  private static Answer accept(Browser browser, String token, String name) {
    browser.get("/api/v1/setup");
    return browser.post(
        "/api/v1/setup/staff",
        Map.of("token", token, "name", name, "password", PASSWORD, "locale", "de"));
  }

  private String raw(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket
          .getOutputStream()
          .write(request.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static <T> List<T> allAtOnce(int times, Numbered<T> action) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<T>> calls = new ArrayList<>();
      for (int i = 0; i < times; i++) {
        int number = i;
        calls.add(() -> action.run(number));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(calls)) {
        results.add(future.get());
      }
      return results;
    }
  }

  private interface Numbered<T> {
    T run(int number);
  }
}
