package io.kundig.forms;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.kundig.platform.ClientAddress;
import java.time.Duration;
import org.springframework.stereotype.Component;

/// How often one client may send the form. How many mails an address gets is limited apart from
/// that, in the database.
@Component
class SignUpLimits {

  private static final int MOST = 10;
  private static final Duration WINDOW = Duration.ofMinutes(10);
  private static final long MOST_CLIENTS = 100_000;

  private final Cache<String, Bucket> clients =
      Caffeine.newBuilder().maximumSize(MOST_CLIENTS).expireAfterAccess(WINDOW).build();

  boolean mayAsk(String ip) {
    return clients.get(ClientAddress.network(ip), _ -> bucket()).tryConsume(1);
  }

  private static Bucket bucket() {
    return Bucket.builder()
        .addLimit(limit -> limit.capacity(MOST).refillGreedy(MOST, WINDOW))
        .build();
  }
}
