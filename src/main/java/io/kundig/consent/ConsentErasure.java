package io.kundig.consent;

import io.kundig.consent.Consents.Suppression;
import io.kundig.profiles.Erasure;
import io.kundig.profiles.ErasureParticipant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Nobody who was erased is written to again, whatever file or shop brings the address back: only
/// hashes of their addresses stay. Of the ledger stays what was decided when, not from where.
@Component
class ConsentErasure implements ErasureParticipant {

  private final Consents consents;
  private final JdbcClient jdbc;

  ConsentErasure(Consents consents, JdbcClient jdbc) {
    this.consents = consents;
    this.jdbc = jdbc;
  }

  @Override
  public void erase(Erasure person) {
    Suppression objection = new Suppression(Suppression.Reason.OBJECTION, person.at(), null);
    person.emails().forEach(it -> consents.suppress(ChannelKind.EMAIL, it, objection));
    for (String phone : person.phones()) {
      consents.suppress(ChannelKind.SMS, phone, objection);
      consents.suppress(ChannelKind.WHATSAPP, phone, objection);
    }
    jdbc.sql("delete from consent.state where profile_id = any(:ids)")
        .param("ids", person.idArray())
        .update();
    jdbc.sql(
            """
            update consent.ledger set ip = null, user_agent = null, source = ''
            where profile_id = any(:ids)
            """)
        .param("ids", person.idArray())
        .update();
  }
}
