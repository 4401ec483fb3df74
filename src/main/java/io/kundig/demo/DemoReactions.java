package io.kundig.demo;

import io.kundig.consent.ChannelKind;
import io.kundig.consent.ConsentChange;
import io.kundig.consent.Consents;
import io.kundig.consent.Purpose;
import io.kundig.events.Event;
import io.kundig.events.EventLog;
import io.kundig.profiles.ProfileId;
import io.kundig.shared.Ids;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Lets people open, click and leave after the mails that went out.
@Component
class DemoReactions {

  private static final int SHOP = 1;

  private final JdbcClient jdbc;
  private final EventLog log;
  private final Consents consents;
  private final TransactionTemplate transaction;
  private final List<Event> events = new ArrayList<>();
  private final List<ConsentChange> goodbyes = new ArrayList<>();

  DemoReactions(JdbcClient jdbc, EventLog log, Consents consents, TransactionTemplate transaction) {
    this.jdbc = jdbc;
    this.log = log;
    this.consents = consents;
    this.transaction = transaction;
  }

  private record Mail(UUID id, ProfileId profileId, String template, Instant sentAt) {}

  /// Plans what people will do with the mails of a step.
  void plan(DemoLife life, Instant from, Instant to, Map<ProfileId, DemoCustomer> people) {
    for (Mail mail : sent(from, to)) {
      DemoCustomer customer = people.get(mail.profileId());
      if (customer != null && customer.measurable) {
        touch(life, mail, customer);
      }
    }
  }

  /// Records what they have done since.
  void write() {
    if (events.isEmpty()) {
      return;
    }
    transaction.executeWithoutResult(
        status -> {
          if (!goodbyes.isEmpty()) {
            consents.record(goodbyes);
          }
          log.append(events);
        });
    events.clear();
    goodbyes.clear();
  }

  private List<Mail> sent(Instant from, Instant to) {
    return jdbc.sql(
            """
            select message_id, profile_id, template_key, sent_at from messaging.message
            where planned_at > :from and planned_at <= :to and state = 'handed_over' and origin_kind = 'flow'
            order by sent_at, message_id
            """)
        .param("from", from.atOffset(ZoneOffset.UTC))
        .param("to", to.atOffset(ZoneOffset.UTC))
        .query(
            (row, n) ->
                new Mail(
                    row.getObject(1, UUID.class),
                    new ProfileId(row.getObject(2, UUID.class)),
                    row.getString(3),
                    row.getObject(4, java.time.OffsetDateTime.class).toInstant()))
        .list();
  }

  private void touch(DemoLife life, Mail mail, DemoCustomer customer) {
    SplittableRandom chance = life.chance();
    boolean cart = mail.template().startsWith("cart");
    if (chance.nextDouble() > (cart ? 0.58 : 0.5)) {
      return;
    }
    Instant opened = mail.sentAt().plusSeconds(60 + chance.nextInt(7200));
    life.at(opened, () -> events.add(event("Opened Email", mail, opened, null)));
    if (chance.nextDouble() < (cart ? 0.38 : 0.3)) {
      Instant clicked = opened.plusSeconds(8 + chance.nextInt(120));
      boolean buys = chance.nextDouble() < (cart ? 0.5 : 0.34);
      life.at(
          clicked,
          () -> events.add(event("Clicked Email", mail, clicked, customer.favourite.url())));
      life.clickedThrough(customer, clicked, buys);
    } else if (chance.nextDouble() < 0.012) {
      Instant left = opened.plusSeconds(30);
      life.at(left, () -> leave(mail, left));
    }
  }

  private void leave(Mail mail, Instant when) {
    events.add(event("Unsubscribed from Email Marketing", mail, when, null));
    goodbyes.add(
        new ConsentChange(
            mail.profileId(),
            ChannelKind.EMAIL,
            Purpose.MARKETING,
            ConsentChange.State.UNSUBSCRIBED,
            ConsentChange.Method.ONE_CLICK,
            when,
            "message:" + mail.id(),
            null,
            null,
            null));
  }

  private static Event event(String metric, Mail mail, Instant at, @Nullable String url) {
    ObjectNode properties =
        JsonMapper.shared().createObjectNode().put("messageId", mail.id().toString());
    if (url != null) {
      properties.put("url", url);
    }
    return new Event(Ids.random(at), mail.profileId(), SHOP, metric, at, properties);
  }
}
