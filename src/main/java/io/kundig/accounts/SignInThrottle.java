package io.kundig.accounts;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Slows guessing down, per account and per address, over all nodes. A leaky bucket in one
/// statement: each try adds a drop, and one that would overflow is refused. One that is fuller than
/// full was filled by a clock that went wrong, and counts as empty.
@Component
class SignInThrottle {

  private final JdbcClient jdbc;
  private final WallTime time;

  SignInThrottle(JdbcClient jdbc, WallTime time) {
    this.jdbc = jdbc;
    this.time = time;
  }

  /// @return how long to wait, or nothing if the try is allowed
  Optional<Duration> take(Bucket bucket, String whose) {
    Instant now = time.now();
    boolean allowed =
        jdbc.sql(
                    """
                insert into accounts.sign_in_throttle as t (key, drained_at)
                values (:key, :now::timestamptz + :drop)
                on conflict (key) do update
                set drained_at = case when t.drained_at > :now::timestamptz + :full
                  then :now else greatest(t.drained_at, :now) end + :drop
                where t.drained_at > :now::timestamptz + :full
                  or greatest(t.drained_at, :now) + :drop <= :now::timestamptz + :full
                """)
                .param("key", bucket.key(whose))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("drop", interval(bucket.drop))
                .param("full", interval(bucket.drop.multipliedBy(bucket.tries)))
                .update()
            == 1;
    return allowed ? Optional.empty() : Optional.of(wait(bucket, whose, now));
  }

  /// After a success: the account's bucket is emptied.
  void empty(Bucket bucket, String whose) {
    jdbc.sql("delete from accounts.sign_in_throttle where key = :key")
        .param("key", bucket.key(whose))
        .update();
  }

  /// After a success: it does not count against the others behind the same address.
  void giveBack(Bucket bucket, String whose) {
    jdbc.sql(
            "update accounts.sign_in_throttle set drained_at = drained_at - :drop where key = :key")
        .param("drop", interval(bucket.drop))
        .param("key", bucket.key(whose))
        .update();
  }

  int deleteDrained() {
    return jdbc.sql("delete from accounts.sign_in_throttle where drained_at <= :now")
        .param("now", time.now().atOffset(ZoneOffset.UTC))
        .update();
  }

  private Duration wait(Bucket bucket, String whose, Instant now) {
    Instant drainedAt =
        jdbc.sql("select drained_at from accounts.sign_in_throttle where key = :key")
            .param("key", bucket.key(whose))
            .query((row, number) -> row.getTimestamp("drained_at").toInstant())
            .optional()
            .orElse(now);
    Duration wait =
        Duration.between(now, drainedAt).minus(bucket.drop.multipliedBy(bucket.tries - 1L));
    return wait.isPositive() ? wait : Duration.ofSeconds(1);
  }

  private static org.postgresql.util.PGInterval interval(Duration duration) {
    return new org.postgresql.util.PGInterval(0, 0, 0, 0, 0, duration.toSeconds());
  }

  enum Bucket {
    ACCOUNT(5, Duration.ofSeconds(30)),
    ADDRESS(20, Duration.ofSeconds(10));

    /// Tries in a row.
    final int tries;

    /// Then one more in each of these.
    final Duration drop;

    Bucket(int tries, Duration drop) {
      this.tries = tries;
      this.drop = drop;
    }

    /// Hashed: what people type as their address may be anything, also a password.
    String key(String whose) {
      return name().charAt(0)
          + ":"
          + java.util.HexFormat.of().formatHex(new Token(whose).hash(), 0, 16);
    }
  }
}
