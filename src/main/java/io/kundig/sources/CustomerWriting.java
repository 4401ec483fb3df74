package io.kundig.sources;

import io.kundig.consent.ChannelKind;
import io.kundig.consent.ConsentChange;
import io.kundig.consent.Consents;
import io.kundig.consent.Purpose;
import io.kundig.events.Event;
import io.kundig.events.EventLog;
import io.kundig.profiles.Identifier;
import io.kundig.profiles.ProfileId;
import io.kundig.profiles.Profiles;
import io.kundig.profiles.Sighting;
import io.kundig.shared.Ids;
import io.kundig.sources.CustomerRows.Customer;
import io.kundig.sources.CustomerRows.Decision;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes a chunk of customers in one transaction, together with how far the import has come.
/// Nobody who unsubscribed here, and no suppressed address, is subscribed by a file.
@Component
class CustomerWriting {

  private static final int TRIES = 6;

  private final Profiles profiles;
  private final Consents consents;
  private final EventLog log;
  private final TransactionTemplate transactions;

  CustomerWriting(
      Profiles profiles, Consents consents, EventLog log, TransactionTemplate transactions) {
    this.profiles = profiles;
    this.consents = consents;
    this.log = log;
    this.transactions = transactions;
  }

  /// @param done the part of the import that is done with it
  /// @param row the last one of the chunk
  void write(Import job, List<Customer> customers, ImportRun run, double done, int row) {
    for (int failures = 0; ; failures++) {
      Tally before = run.tally().copy();
      try {
        int known =
            Objects.requireNonNull(
                transactions.execute(transaction -> inTransaction(job, customers, run, done, row)));
        run.tally().taken(customers.size() - known, known);
        return;
      } catch (ConcurrencyFailureException e) {
        run.backTo(before);
        if (failures == TRIES) {
          throw e;
        }
      }
    }
  }

  /// @return how many were known before
  private int inTransaction(
      Import job, List<Customer> customers, ImportRun run, double done, int row) {
    Instant now = Objects.requireNonNull(job.startedAt());
    int known = known(customers);
    List<Consenting> consenting = new ArrayList<>();
    List<@Nullable ProfileId> people =
        run.isDry() ? ownersOfAddresses(customers) : resolve(customers, now);
    for (int i = 0; i < customers.size(); i++) {
      consenting.add(new Consenting(customers.get(i), people.get(i)));
    }
    List<Consenting> allowed = allowed(consenting, run);
    if (!run.isDry()) {
      record(job, allowed);
    }
    int fresh = customers.size() - known;
    run.committed(run.tally().progress(done, fresh, known), String.valueOf(row));
    return known;
  }

  private int known(List<Customer> customers) {
    List<Identifier> identifiers =
        customers.stream().flatMap(customer -> customer.identifiers().stream()).toList();
    Set<Identifier> owned = new HashSet<>(profiles.byIdentifiers(identifiers).keySet());
    int known = 0;
    for (Customer customer : customers) {
      if (customer.identifiers().stream().anyMatch(owned::contains)) {
        known++;
      }
      owned.addAll(customer.identifiers());
    }
    return known;
  }

  private List<@Nullable ProfileId> ownersOfAddresses(List<Customer> customers) {
    List<Identifier.Email> addresses = new ArrayList<>();
    for (Customer customer : customers) {
      String address = customer.cells().get("email");
      addresses.add(new Identifier.Email(address == null ? "" : address));
    }
    Map<Identifier, ProfileId> owners = profiles.byIdentifiers(addresses);
    List<@Nullable ProfileId> people = new ArrayList<>();
    addresses.forEach(address -> people.add(owners.get(address)));
    return people;
  }

  private List<@Nullable ProfileId> resolve(List<Customer> customers, Instant now) {
    List<Sighting> sightings = new ArrayList<>();
    for (Customer customer : customers) {
      sightings.add(new Sighting(customer.identifiers(), Map.of(), customer.since(), true));
      sightings.add(new Sighting(customer.identifiers(), customer.traits(), now, true));
    }
    List<ProfileId> people = profiles.resolve(sightings);
    List<@Nullable ProfileId> last = new ArrayList<>();
    for (int i = 1; i < people.size(); i += 2) {
      last.add(people.get(i));
    }
    return last;
  }

  private List<Consenting> allowed(List<Consenting> people, ImportRun run) {
    List<Consenting> deciding = people.stream().filter(Consenting::decides).toList();
    Set<String> addresses = new HashSet<>();
    deciding.forEach(one -> addresses.add(one.address()));
    if (addresses.isEmpty()) {
      return List.of();
    }
    var suppressed = consents.suppressed(ChannelKind.EMAIL, addresses);
    Set<ProfileId> unsubscribed = unsubscribed(deciding);
    List<Consenting> allowed = new ArrayList<>();
    for (Consenting one : deciding) {
      RowProblem problem = null;
      if (one.subscribes() && suppressed.containsKey(one.address())) {
        problem = RowProblem.ADDRESS_SUPPRESSED;
      } else if (one.subscribes() && unsubscribed.contains(one.profile)) {
        problem = RowProblem.HAS_UNSUBSCRIBED;
      }
      if (problem == null) {
        allowed.add(one);
      } else {
        run.tally().problem(problem, one.customer.cells(), null, one.address());
      }
    }
    return allowed;
  }

  private Set<ProfileId> unsubscribed(List<Consenting> deciding) {
    List<ProfileId> people =
        deciding.stream().map(Consenting::profile).filter(Objects::nonNull).toList();
    Set<ProfileId> unsubscribed = new HashSet<>();
    consents
        .of(people)
        .forEach(
            (person, states) -> {
              if (states.stream().anyMatch(CustomerWriting::isWithdrawal)) {
                unsubscribed.add(person);
              }
            });
    return unsubscribed;
  }

  private static boolean isWithdrawal(Consents.Consent consent) {
    return consent.channel() == ChannelKind.EMAIL
        && consent.purpose() == Purpose.MARKETING
        && consent.state() == ConsentChange.State.UNSUBSCRIBED;
  }

  private void record(Import job, List<Consenting> allowed) {
    List<ConsentChange> changes = new ArrayList<>();
    List<Event> events = new ArrayList<>();
    for (Consenting one : allowed) {
      ConsentChange change = one.change();
      changes.add(change);
      events.add(event(job, one, change));
    }
    consents.record(changes);
    log.append(events);
  }

  private static Event event(Import job, Consenting one, ConsentChange change) {
    ObjectNode properties = JsonNodeFactory.instance.objectNode();
    properties.put("$backfill", true);
    properties.put("channel", "email");
    properties.put("method", "import");
    properties.put("source", change.source());
    String key = "consent history\n" + change.state() + "\n" + one.address();
    String metric =
        change.state() == ConsentChange.State.SUBSCRIBED
            ? "Subscribed to Email Marketing"
            : "Unsubscribed from Email Marketing";
    return new Event(
        Ids.hashed(change.at(), key.getBytes(StandardCharsets.UTF_8)),
        change.profileId(),
        job.shopId(),
        metric,
        change.at(),
        properties);
  }

  /// @param profile null in a dry run, where nobody has the address yet
  private record Consenting(Customer customer, @Nullable ProfileId profile) {

    boolean decides() {
      return customer.decision() != null;
    }

    boolean subscribes() {
      return decision().subscribed();
    }

    Decision decision() {
      return Objects.requireNonNull(customer.decision());
    }

    String address() {
      return Objects.requireNonNull(customer.cells().get("email"));
    }

    ConsentChange change() {
      Decision decision = decision();
      return new ConsentChange(
          Objects.requireNonNull(profile),
          ChannelKind.EMAIL,
          Purpose.MARKETING,
          decision.subscribed() ? ConsentChange.State.SUBSCRIBED : ConsentChange.State.UNSUBSCRIBED,
          ConsentChange.Method.IMPORT,
          decision.at(),
          decision.source(),
          decision.wording(),
          decision.ip(),
          null);
    }
  }
}
