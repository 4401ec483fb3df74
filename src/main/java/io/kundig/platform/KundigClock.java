package io.kundig.platform;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/// The clock everything goes by: the system's, in UTC, plus an offset that only the sandbox and
/// tests move. Inject it as `Clock` unless you mean to move it.
public final class KundigClock extends Clock {

  private final Clock source;
  private final ZoneId zone;
  private final AtomicLong aheadNanos;

  public KundigClock() {
    this(Clock.systemUTC(), ZoneOffset.UTC, new AtomicLong());
  }

  private KundigClock(Clock source, ZoneId zone, AtomicLong aheadNanos) {
    this.source = source;
    this.zone = zone;
    this.aheadNanos = aheadNanos;
  }

  /// A clock that stands still at `start` until it is moved; for tests.
  public static KundigClock standingAt(Instant start) {
    return new KundigClock(Clock.fixed(start, ZoneOffset.UTC), ZoneOffset.UTC, new AtomicLong());
  }

  @Override
  public Instant instant() {
    return source.instant().plusNanos(aheadNanos.get());
  }

  /// Moves to a moment that is not before now; an earlier one changes nothing.
  public void advanceTo(Instant moment) {
    aheadNanos.accumulateAndGet(Duration.between(source.instant(), moment).toNanos(), Math::max);
  }

  /// Moves ahead by this much.
  public void tick(Duration step) {
    if (step.isNegative()) {
      throw new IllegalArgumentException("time does not go back");
    }
    aheadNanos.addAndGet(step.toNanos());
  }

  /// Goes back, which only the demo shop may do, before anything has happened.
  public void setBackTo(Instant moment) {
    aheadNanos.set(Duration.between(source.instant(), moment).toNanos());
  }

  /// Ends a stay in the past.
  public void catchUp() {
    aheadNanos.accumulateAndGet(0, Math::max);
  }

  /// How far this clock is ahead of its source.
  public Duration ahead() {
    return Duration.ofNanos(aheadNanos.get());
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  /// The same moving time, seen from another zone.
  @Override
  public Clock withZone(ZoneId other) {
    return new KundigClock(source, other, aheadNanos);
  }
}
