package io.kundig.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.accounts.SignInThrottle.Bucket;
import io.kundig.accounts.Staff.NewMember;
import io.kundig.platform.KundigClock;
import io.kundig.support.TestClock;
import io.kundig.support.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.json.JsonMapper;

/// Links, sessions and throttles over time; each `at(…)` is a server that was started then.
class StaffTests {

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final Instant START = TestClock.START;
  private static final Passwords PASSWORDS = new Passwords();
  private static final NewMember MARA =
      new NewMember(
          "Mara Lindqvist", "mara@nordlicht.example", "drei worte reichen", Locale.GERMAN);

  @BeforeEach
  void empty() {
    database
        .jdbc()
        .sql(
            "truncate accounts.staff, accounts.session, accounts.invitation, accounts.sign_in_throttle")
        .update();
  }

  @Test
  void anOwnerOfTheSettingsIsCalledByTheirAddress() {
    assertThat(Staff.nameOf("mara.lindqvist+crm@nordlicht.example")).isEqualTo("Mara Lindqvist");
    assertThat(Staff.nameOf("nora@nordlicht.example")).isEqualTo("Nora");
  }

  @Test
  void theOwnersLinkWorksOnce() {
    Node node = at(START);
    Token link = node.invitations.forOwner();

    assertThat(node.staff.join(link, MARA)).isPresent();
    assertThat(node.staff.join(link, MARA)).isEmpty();
    assertThat(node.staff.ownerExists()).isTrue();
  }

  @Test
  void theOwnersLinkIsTooOldAfterADay() {
    Token link = at(START).invitations.forOwner();

    assertThat(at(START.plus(Duration.ofHours(25))).staff.join(link, MARA)).isEmpty();
    assertThat(at(START.plus(Duration.ofHours(23))).staff.join(link, MARA)).isPresent();
  }

  @Test
  void aRestartMakesTheLinkPrintedBeforeVoid() {
    Token first = at(START).invitations.forOwner();
    Token second = at(START).invitations.forOwner();

    assertThat(at(START).staff.join(first, MARA)).isEmpty();
    assertThat(at(START).staff.join(second, MARA)).isPresent();
  }

  @Test
  void aSessionSurvivesARestartAndEndsWhenNobodyComesForTwoWeeks() {
    Token session = at(START).sessions.begin(mara().id());

    assertThat(at(START.plus(Duration.ofDays(13))).sessions.find(session)).isPresent();
    assertThat(at(START.plus(Duration.ofDays(26))).sessions.find(session)).isPresent();
    assertThat(at(START.plus(Duration.ofDays(41))).sessions.find(session)).isEmpty();
  }

  @Test
  void aSessionEndsAfterNinetyDaysHoweverBusy() {
    Token session = at(START).sessions.begin(mara().id());

    Optional<StaffMember> found = Optional.empty();
    for (int day = 10; day <= 90; day += 10) {
      found = at(START.plus(Duration.ofDays(day))).sessions.find(session);
    }
    assertThat(found).isEmpty();
  }

  @Test
  void movingTheSandboxClockSignsNobodyOut() {
    KundigClock clock = KundigClock.standingAt(START);
    Token session = new Node(clock).sessions.begin(mara().id());

    clock.advanceTo(START.plus(Duration.ofDays(60)));

    assertThat(new Node(clock).sessions.find(session)).isPresent();
  }

  @Test
  void aThrottledAccountGetsATryEveryHalfMinute() {
    for (int i = 0; i < 5; i++) {
      assertThat(at(START).throttle.take(Bucket.ACCOUNT, "mara")).isEmpty();
    }
    assertThat(at(START).throttle.take(Bucket.ACCOUNT, "mara")).contains(Duration.ofSeconds(30));
    assertThat(at(START.plusSeconds(29)).throttle.take(Bucket.ACCOUNT, "mara")).isPresent();
    assertThat(at(START.plusSeconds(30)).throttle.take(Bucket.ACCOUNT, "mara")).isEmpty();
    assertThat(at(START.plusSeconds(30)).throttle.take(Bucket.ACCOUNT, "mara")).isPresent();
    assertThat(at(START).throttle.take(Bucket.ADDRESS, "mara")).isEmpty();
  }

  @Test
  void checkingNobodysPasswordTakesAsLongAsChecking() {
    String hash = PASSWORDS.hash("drei worte reichen");

    long known = fastest(() -> PASSWORDS.matches("geraten", hash));
    long unknown = fastest(() -> PASSWORDS.matches("geraten", null));

    assertThat((double) unknown / known).isBetween(0.5, 2.0);
    assertThat(PASSWORDS.matches("drei worte reichen", hash)).isTrue();
    assertThat(hash).startsWith("$argon2id$");
  }

  private static long fastest(Runnable check) {
    long fastest = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      long begin = System.nanoTime();
      check.run();
      fastest = Math.min(fastest, System.nanoTime() - begin);
    }
    return fastest;
  }

  private static StaffMember mara() {
    Node node = at(START);
    return node.staff.join(node.invitations.forOwner(), MARA).orElseThrow();
  }

  private static Node at(Instant now) {
    return new Node(KundigClock.standingAt(now));
  }

  private static final class Node {
    final Sessions sessions;
    final Invitations invitations;
    final SignInThrottle throttle;
    final Staff staff;

    Node(KundigClock clock) {
      WallTime time = new WallTime(clock);
      sessions = new Sessions(database.jdbc(), time);
      invitations = new Invitations(database.jdbc(), time);
      throttle = new SignInThrottle(database.jdbc(), time);
      staff =
          new Staff(
              new StaffStore(database.jdbc()),
              invitations,
              sessions,
              PASSWORDS,
              new AuditLog(database.jdbc(), JsonMapper.shared(), new CurrentUser(), clock),
              clock,
              database.transactions());
    }
  }
}
