package io.kundig.sources.shops;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// What a shop and an app of ours in it agree on, one step at a time.
@Component
public class Handshakes {

  private final ConnectionStore store;
  private final HookSecrets secrets;
  private final HookTargets targets;
  private final Arrivals arrivals;
  private final TransactionTemplate transactions;

  Handshakes(
      ConnectionStore store,
      HookSecrets secrets,
      HookTargets targets,
      Arrivals arrivals,
      TransactionTemplate transactions) {
    this.store = store;
    this.secrets = secrets;
    this.targets = targets;
    this.arrivals = arrivals;
    this.transactions = transactions;
  }

  /// How it stands.
  ///
  /// @param address of the shop, as staff named it
  /// @param target where the shop's deliveries go
  /// @param connected whether it is asked with keys that it handed over
  /// @param secret that the shop signs with; null: none holds
  public record Standing(
      URI address, URI target, boolean connected, @Nullable String secret, Handshake handshake) {}

  /// @param after null: nothing changes
  /// @param keys that the shop has handed over; null: none
  public record Step<T>(T answer, @Nullable Handshake after, @Nullable Keys keys) {

    public static <T> Step<T> refused(T answer) {
      return new Step<>(answer, null, null);
    }
  }

  /// @param secret that the shop signs with from now on
  public record Keys(Map<String, String> keys, String secret) {}

  /// Goes one step; those of one connection one after the other. Keys that are handed over are
  /// tried later, by [Arrivals].
  ///
  /// @return empty if no app was offered there
  public <T> Optional<T> step(String kind, UUID connection, Function<Standing, Step<T>> step) {
    Optional<T> answer =
        transactions.execute(
            _ ->
                store
                    .lockHandshake(kind, connection)
                    .map(found -> taken(found, step.apply(standing(found)))));
    secrets.forget(connection);
    arrivals.wake();
    return answer == null ? Optional.empty() : answer;
  }

  private Standing standing(ConnectionStore.Shaking found) {
    return new Standing(
        found.connection().address(),
        targets.of(found.connection()),
        found.connection().connected(),
        found.secret(),
        found.handshake());
  }

  private <T> T taken(ConnectionStore.Shaking found, Step<T> step) {
    UUID id = found.connection().id();
    if (step.after() != null) {
      store.shake(id, step.after());
    }
    if (step.keys() != null) {
      store.handOver(id, step.keys().keys(), step.keys().secret());
    }
    return step.answer();
  }
}
