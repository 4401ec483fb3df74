package io.kundig.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.accounts.SignInThrottle.Bucket;
import io.kundig.platform.KundigClock;
import io.kundig.support.TestClock;
import io.kundig.support.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SignInThrottleTests {

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  @Test
  void aFullBucketDrainsOneTryAfterTheOther() {
    fill("mara@example.org", TestClock.START);
    Instant later = TestClock.START.plus(Bucket.ACCOUNT.drop);

    assertThat(isAllowed("mara@example.org", TestClock.START)).isFalse();
    assertThat(isAllowed("mara@example.org", later)).isTrue();
    assertThat(isAllowed("mara@example.org", later)).isFalse();
  }

  @Test
  void aClockThatWasAheadLocksNobodyOut() {
    fill("jonas@example.org", TestClock.START.plus(Duration.ofDays(3)));

    fill("jonas@example.org", TestClock.START);
    assertThat(isAllowed("jonas@example.org", TestClock.START)).isFalse();
  }

  private static void fill(String account, Instant now) {
    for (int i = 0; i < Bucket.ACCOUNT.tries; i++) {
      assertThat(isAllowed(account, now)).isTrue();
    }
  }

  private static boolean isAllowed(String account, Instant now) {
    WallTime time = new WallTime(KundigClock.standingAt(now));
    return new SignInThrottle(database.jdbc(), time).take(Bucket.ACCOUNT, account).isEmpty();
  }
}
