package io.kundig.customers;

import io.kundig.consent.ChannelKind;
import io.kundig.consent.Consents;
import io.kundig.consent.Purpose;
import io.kundig.profiles.Profiles;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// What one person allows, and the proof.
@Component
class ConsentQueries {

  private final JdbcClient jdbc;
  private final Consents consents;

  ConsentQueries(JdbcClient jdbc, Consents consents) {
    this.jdbc = jdbc;
    this.consents = consents;
  }

  record ConsentsView(
      List<State> items, @Nullable SuppressionView suppression, List<Entry> ledger) {}

  /// @param state `subscribed`, `unsubscribed`, `pending` or `none`
  record State(
      String channel,
      String purpose,
      String state,
      @Nullable Instant at,
      @Nullable String method,
      @Nullable String source) {}

  record SuppressionView(String reason, Instant at) {}

  record Entry(
      UUID id,
      Instant at,
      String channel,
      String purpose,
      String state,
      String method,
      String source,
      @Nullable String wording,
      @Nullable String ip,
      @Nullable String userAgent) {}

  ConsentsView view(Profiles.Profile profile) {
    return new ConsentsView(states(profile), suppression(profile), ledger(profile.id().value()));
  }

  /// E-mail's always, the others' where there is something to say.
  private List<State> states(Profiles.Profile profile) {
    Map<String, State> known = new HashMap<>();
    for (Consents.Consent consent :
        consents.of(List.of(profile.id())).getOrDefault(profile.id(), List.of())) {
      State state =
          new State(
              code(consent.channel()),
              code(consent.purpose()),
              code(consent.state()),
              consent.since(),
              code(consent.method()),
              consent.source());
      known.put(state.channel + state.purpose, state);
    }
    List<State> all = new ArrayList<>();
    for (ChannelKind channel : ChannelKind.values()) {
      for (Purpose purpose : Purpose.values()) {
        State state = known.get(code(channel) + code(purpose));
        if (state != null) {
          all.add(state);
        } else if (channel == ChannelKind.EMAIL || purpose == Purpose.MARKETING) {
          all.add(new State(code(channel), code(purpose), "none", null, null, null));
        }
      }
    }
    return all;
  }

  private @Nullable SuppressionView suppression(Profiles.Profile profile) {
    if (profile.email() == null) {
      return null;
    }
    Consents.Suppression found =
        consents.suppressed(ChannelKind.EMAIL, List.of(profile.email())).get(profile.email());
    return found == null ? null : new SuppressionView(code(found.reason()), found.at());
  }

  private List<Entry> ledger(UUID profile) {
    return jdbc.sql(
            """
            select * from consent.ledger where profile_id = :profile
            order by at desc, id desc limit 500
            """)
        .param("profile", profile)
        .query(
            (row, number) ->
                new Entry(
                    row.getObject("id", UUID.class),
                    Objects.requireNonNull(PersonQueries.instant(row, "at")),
                    row.getString("channel"),
                    row.getString("purpose"),
                    row.getString("state"),
                    row.getString("method"),
                    row.getString("source"),
                    row.getString("wording"),
                    row.getString("ip"),
                    row.getString("user_agent")))
        .list();
  }

  private static String code(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
