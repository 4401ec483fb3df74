package io.kundig.ingest;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/// Facts that broke their batch, kept whole until they can be stored.
@Component
class SetAsideStore {

  private static final int LONGEST_REASON = 2_000;

  /// @param body the fact as [FactJson] writes it
  record SetAside(UUID id, OffsetDateTime at, String reason, String body) {}

  private final JdbcClient jdbc;
  private final FactJson json;
  private final TransactionTemplate own;
  private final Clock clock;

  SetAsideStore(
      JdbcClient jdbc, FactJson json, PlatformTransactionManager transactions, Clock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.own = new TransactionTemplate(transactions);
    this.own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    this.clock = clock;
  }

  /// Durable when it returns; a repeat changes nothing.
  void add(Incoming incoming, String reason) {
    String text = reason.replace('\0', ' ');
    own.executeWithoutResult(
        _ ->
            jdbc.sql(
                    """
                    insert into ingest.set_aside (id, shop_id, set_aside_at, reason, body)
                    values (:id, :shop, :at, :reason, :body)
                    on conflict (id) do nothing
                    """)
                .param("id", incoming.key())
                .param("shop", incoming.fact().shopId())
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .param("reason", text.substring(0, Math.min(text.length(), LONGEST_REASON)))
                .param("body", json.write(incoming.fact()))
                .update());
  }

  List<SetAside> newest(int limit) {
    return jdbc.sql(
            """
            select id, set_aside_at as at, reason, body from ingest.set_aside
            order by set_aside_at desc, id limit :limit
            """)
        .param("limit", limit)
        .query(SetAside.class)
        .list();
  }

  Optional<SetAside> find(UUID id) {
    return jdbc.sql(
            "select id, set_aside_at as at, reason, body from ingest.set_aside where id = :id")
        .param("id", id)
        .query(SetAside.class)
        .optional();
  }

  void remove(UUID id) {
    jdbc.sql("delete from ingest.set_aside where id = :id").param("id", id).update();
  }
}
