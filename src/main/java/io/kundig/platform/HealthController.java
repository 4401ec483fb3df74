package io.kundig.platform;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// Up once everything has started and the database answers.
@RestController
class HealthController {

  private static final long PATIENCE_SECONDS = 2;

  private final JdbcClient jdbc;
  private final Executor threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile boolean ready;

  HealthController(DataSource dataSource) {
    this.jdbc = JdbcClient.create(dataSource);
  }

  @EventListener
  void started(ApplicationReadyEvent event) {
    ready = true;
  }

  @GetMapping("/healthz")
  ResponseEntity<Map<String, String>> health() {
    if (!ready) {
      return answer(HttpStatus.SERVICE_UNAVAILABLE, "STARTING");
    }
    return databaseAnswers()
        ? answer(HttpStatus.OK, "UP")
        : answer(HttpStatus.SERVICE_UNAVAILABLE, "DOWN");
  }

  private boolean databaseAnswers() {
    return CompletableFuture.supplyAsync(this::askDatabase, threads)
        .completeOnTimeout(false, PATIENCE_SECONDS, TimeUnit.SECONDS)
        .exceptionally(failure -> false)
        .join();
  }

  private boolean askDatabase() {
    return jdbc.sql("select 1").query(Integer.class).single() == 1;
  }

  private static ResponseEntity<Map<String, String>> answer(HttpStatus status, String word) {
    return ResponseEntity.status(status)
        .cacheControl(CacheControl.noStore())
        .body(Map.of("status", word));
  }
}
