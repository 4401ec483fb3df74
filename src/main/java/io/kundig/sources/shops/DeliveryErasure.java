package io.kundig.sources.shops;

import io.kundig.profiles.Erasure;
import io.kundig.profiles.ErasureParticipant;
import io.kundig.profiles.Identifier;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Deletes payloads that name somebody, and asks no shop for them any more. Which state of a shop's
/// record was applied last stays known by the shop's own number, so that no comparison brings them
/// back.
@Component
class DeliveryErasure implements ErasureParticipant {

  private final JdbcClient jdbc;

  DeliveryErasure(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public void erase(Erasure person) {
    jdbc.sql(
            """
            delete from sources.delivery
            where exists (
              select 1 from unnest(:words) as word
              where strpos(lower(encode(body, 'escape')), encode(convert_to(word, 'UTF8'), 'escape')) > 0)
            """)
        .param("words", person.wordArray())
        .update();
    List<Identifier.UserId> accounts =
        person.identifiers().stream()
            .filter(Identifier.UserId.class::isInstance)
            .map(Identifier.UserId.class::cast)
            .toList();
    jdbc.sql(
            """
            delete from sources.lookup l
            using sources.connection c, unnest(:shop::int[], :account) as n (shop_id, account)
            where l.connection_id = c.connection_id and c.shop_id = n.shop_id
              and l.resource = 'customer' and l.external_id = n.account
            """)
        .param("shop", MirrorStore.column(accounts, Identifier.UserId::shopId))
        .param("account", MirrorStore.column(accounts, Identifier.UserId::value))
        .update();
  }
}
