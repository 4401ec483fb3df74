package io.kundig.messaging;

import io.kundig.accounts.Shops;
import io.kundig.profiles.ProfileId;
import io.kundig.profiles.Profiles;
import io.kundig.profiles.Profiles.Profile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Messages as the API shows them.
@Component
class MessageViews {

  private static final TypeReference<List<HistoryEntry>> HISTORY = new TypeReference<>() {};

  private static final Map<String, Map<String, String>> HOUSE_NAMES =
      Map.of(
          "signup", Map.of("de", "Anmeldung", "en", "Sign-up"),
          "test", Map.of("de", "Testmail", "en", "Test email"));

  private final Profiles profiles;
  private final Shops shops;
  private final List<MessageNames> names;
  private final JsonMapper json;

  MessageViews(Profiles profiles, Shops shops, List<MessageNames> names, JsonMapper json) {
    this.profiles = profiles;
    this.shops = shops;
    this.names = names;
    this.json = json;
  }

  /// @param who name or address of the person; null where neither is known
  record MessageRow(
      UUID id,
      UUID profileId,
      @Nullable String who,
      String channel,
      String purpose,
      MessageSource source,
      @Nullable String subject,
      String state,
      @Nullable String reason,
      Instant plannedAt,
      @Nullable Instant sentAt,
      @Nullable Instant openedAt,
      @Nullable Instant clickedAt,
      int opens,
      int clicks) {}

  record MessageSource(
      String kind, @Nullable UUID id, Map<String, String> name, @Nullable String step) {}

  record HistoryEntry(Instant at, String state, @Nullable String reason, @Nullable String detail) {}

  record MessageDetail(
      UUID id,
      UUID profileId,
      @Nullable String who,
      String channel,
      String purpose,
      MessageSource source,
      @Nullable String subject,
      String state,
      @Nullable String reason,
      Instant plannedAt,
      @Nullable Instant sentAt,
      @Nullable Instant openedAt,
      @Nullable Instant clickedAt,
      int opens,
      int clicks,
      @Nullable String to,
      @Nullable String from,
      String templateKey,
      @Nullable Integer templateVersion,
      int attempts,
      @Nullable String detail,
      DecisionJson decision,
      List<HistoryEntry> history,
      @Nullable Object order) {}

  List<MessageRow> rows(List<StoredMessage> messages) {
    Map<ProfileId, Profile> people =
        profiles.find(messages.stream().map(it -> it.ref().profile()).collect(Collectors.toSet()));
    Map<UUID, Map<String, String>> named = names(messages);
    return messages.stream().map(it -> row(it, people.get(it.ref().profile()), named)).toList();
  }

  MessageDetail detail(StoredMessage message, @Nullable Object order) {
    MessageRow row = rows(List.of(message)).getFirst();
    return new MessageDetail(
        row.id,
        row.profileId,
        row.who,
        row.channel,
        row.purpose,
        row.source,
        row.subject,
        row.state,
        row.reason,
        row.plannedAt,
        row.sentAt,
        row.openedAt,
        row.clickedAt,
        row.opens,
        row.clicks,
        message.address(),
        shops.get(message.shopId()).sender().email(),
        message.templateKey(),
        message.templateVersion(),
        message.attempts(),
        message.detail(),
        message.decision(),
        history(message),
        order);
  }

  private static MessageRow row(
      StoredMessage message, @Nullable Profile person, Map<UUID, Map<String, String>> named) {
    return new MessageRow(
        message.ref().messageId(),
        message.ref().profileId(),
        who(message, person),
        message.channel(),
        message.kind(),
        source(message, named),
        message.subject(),
        message.state().code(),
        message.reason(),
        message.plannedAt(),
        message.sentAt(),
        message.openedAt(),
        message.clickedAt(),
        message.opens(),
        message.clicks());
  }

  private static @Nullable String who(StoredMessage message, @Nullable Profile person) {
    if (person == null) {
      return message.address();
    }
    String name =
        Stream.of(person.firstName(), person.lastName())
            .filter(Objects::nonNull)
            .collect(Collectors.joining(" "));
    return name.isBlank() ? message.address() : name;
  }

  private static MessageSource source(StoredMessage message, Map<UUID, Map<String, String>> named) {
    Map<String, String> house =
        HOUSE_NAMES.getOrDefault(
            message.originKind(), Map.of("de", message.originKind(), "en", message.originKind()));
    Map<String, String> name =
        message.originId() == null ? house : named.getOrDefault(message.originId(), house);
    return new MessageSource(message.originKind(), message.originId(), name, message.originStep());
  }

  private Map<UUID, Map<String, String>> names(Collection<StoredMessage> messages) {
    Map<UUID, Map<String, String>> found = new HashMap<>();
    for (MessageNames source : names) {
      List<UUID> ids =
          messages.stream()
              .filter(it -> it.originKind().equals(source.originKind()))
              .map(StoredMessage::originId)
              .filter(Objects::nonNull)
              .distinct()
              .toList();
      if (!ids.isEmpty()) {
        found.putAll(source.names(ids));
      }
    }
    return found;
  }

  /// From the decision to the last thing heard of it.
  private List<HistoryEntry> history(StoredMessage message) {
    List<HistoryEntry> entries = new ArrayList<>();
    boolean skippedAtOnce = message.state() == MessageState.SKIPPED && message.history() == null;
    String first = skippedAtOnce ? MessageState.SKIPPED.code() : MessageState.INTENDED.code();
    entries.add(
        new HistoryEntry(
            message.plannedAt(), first, skippedAtOnce ? message.reason() : null, null));
    boolean told = false;
    if (message.history() != null) {
      List<HistoryEntry> kept = json.readValue(message.history(), HISTORY);
      entries.addAll(kept);
      told = kept.stream().anyMatch(it -> it.state.equals(MessageState.HANDED_OVER.code()));
    }
    if (message.sentAt() != null && !told) {
      entries.add(
          new HistoryEntry(
              message.sentAt(), MessageState.HANDED_OVER.code(), null, message.detail()));
    }
    entries.sort(Comparator.comparing(HistoryEntry::at));
    return entries;
  }
}
