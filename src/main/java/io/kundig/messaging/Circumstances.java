package io.kundig.messaging;

import io.kundig.accounts.Shop;
import io.kundig.accounts.Shops;
import io.kundig.consent.ChannelKind;
import io.kundig.consent.Consents;
import io.kundig.consent.Consents.Consent;
import io.kundig.consent.Consents.Suppression;
import io.kundig.profiles.ProfileId;
import io.kundig.profiles.Profiles;
import io.kundig.profiles.Profiles.Profile;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Reads what decisions are made from, once for a whole batch.
@Component
class Circumstances {

  private final Profiles profiles;
  private final Consents consents;
  private final Shops shops;

  Circumstances(Profiles profiles, Consents consents, Shops shops) {
    this.profiles = profiles;
    this.consents = consents;
    this.shops = shops;
  }

  /// @param wanted all by the same channel
  Map<Addressee, Situation> of(ChannelKind channel, Collection<Addressee> wanted) {
    Map<ProfileId, Profile> people =
        profiles.find(wanted.stream().map(Addressee::profileId).collect(Collectors.toSet()));
    Map<ProfileId, List<Consent>> allowed =
        consents.of(people.values().stream().map(Profile::id).collect(Collectors.toSet()));
    Map<Addressee, @Nullable String> addresses = new HashMap<>();
    wanted.forEach(one -> addresses.put(one, one.address(channel, people.get(one.profileId()))));
    Map<String, Suppression> suppressed =
        consents.suppressed(
            channel, addresses.values().stream().filter(Objects::nonNull).distinct().toList());
    Map<Addressee, Situation> situations = new HashMap<>();
    addresses.forEach(
        (one, address) -> {
          Profile person = people.get(one.profileId());
          situations.put(
              one,
              new Situation(
                  channel,
                  shops.get(one.shopId()),
                  person,
                  address,
                  address == null ? null : suppressed.get(address),
                  person == null ? List.of() : ofChannel(channel, allowed.get(person.id()))));
        });
    return situations;
  }

  private static List<Consent> ofChannel(ChannelKind channel, @Nullable List<Consent> all) {
    return Stream.ofNullable(all)
        .flatMap(List::stream)
        .filter(consent -> consent.channel() == channel)
        .toList();
  }

  /// @param override the address to write to instead of the person's own
  record Addressee(ProfileId profileId, int shopId, @Nullable String override) {

    private @Nullable String address(ChannelKind channel, @Nullable Profile person) {
      if (override != null || person == null) {
        return override;
      }
      return switch (channel) {
        case EMAIL -> person.email();
        case SMS, WHATSAPP -> person.phone();
        case PUSH, POST -> null;
      };
    }
  }

  /// What is known now of one addressee.
  ///
  /// @param person null where the profile is gone
  record Situation(
      ChannelKind channel,
      Shop shop,
      @Nullable Profile person,
      @Nullable String address,
      @Nullable Suppression suppression,
      List<Consent> consents) {}
}
