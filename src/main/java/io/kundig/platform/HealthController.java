package io.kundig.platform;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// Up once everything has started, and as long as the database answers and has room.
@RestController
class HealthController {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /// Whoever asks more often gets the same answer.
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private enum Status {
    STARTING,
    UP,
    DOWN,
    FULL
  }

  private record Look(long startedAt, CompletableFuture<Status> found) {}

  private final Room room;
  private final Executor threads = Executors.newVirtualThreadPerTaskExecutor();
  private @Nullable Look last;
  private volatile boolean ready;

  HealthController(Room room) {
    this.room = room;
  }

  @EventListener
  void started(ApplicationReadyEvent event) {
    ready = true;
  }

  @GetMapping("/healthz")
  ResponseEntity<Map<String, String>> health() {
    Status status = ready ? database() : Status.STARTING;
    return ResponseEntity.status(
            status == Status.UP ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
        .cacheControl(CacheControl.noStore())
        .body(Map.of("status", status.name()));
  }

  private Status database() {
    return look()
        .copy()
        .completeOnTimeout(Status.DOWN, PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .exceptionally(failure -> Status.DOWN)
        .join();
  }

  private synchronized CompletableFuture<Status> look() {
    long now = System.nanoTime();
    if (last == null || now - last.startedAt > LOOK_EVERY.toNanos()) {
      last = new Look(now, CompletableFuture.supplyAsync(this::askDatabase, threads));
    }
    return last.found;
  }

  private Status askDatabase() {
    return room.isLeftInTheDatabase() ? Status.UP : Status.FULL;
  }
}
