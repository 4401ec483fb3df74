package io.kundig.ingest;

import io.kundig.consent.ConsentChange;
import io.kundig.profiles.Identifier;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Something from outside, about one person.
public sealed interface Fact {

  int shopId();

  /// The sender's id of the fact; the same id is taken once. `null`: a pure hash of the content.
  @Nullable String messageId();

  /// Who it is about, strongest first.
  List<Identifier> identifiers();

  Instant at();

  /// An event by Klaviyo's metric name, with its effects on orders and carts.
  record Track(
      int shopId,
      @Nullable String messageId,
      List<Identifier> identifiers,
      Instant at,
      String metric,
      ObjectNode properties,
      Map<String, Object> traits,
      Trust trust)
      implements Fact {}

  /// Traits of a person, and the joining of identifiers.
  record Identify(
      int shopId,
      @Nullable String messageId,
      List<Identifier> identifiers,
      Instant at,
      Map<String, Object> traits,
      Trust trust)
      implements Fact {}

  /// A consent given or withdrawn; becomes a ledger entry and an event (`Subscribed to Email
  /// Marketing`, `Unsubscribed from Email Marketing`) in one transaction. `change.profileId()` is
  /// ignored: the identifiers decide.
  record Consent(
      int shopId,
      @Nullable String messageId,
      List<Identifier> identifiers,
      Instant at,
      List<ConsentChange> changes,
      Map<String, Object> traits)
      implements Fact {}

  /// How far the sender's word joins known people.
  enum Trust {
    /// A public write key: may claim free identifiers and join anonymous history.
    PUBLIC,
    /// A secret key, a connector or our own pages: may also merge two known profiles.
    PROVEN
  }
}
