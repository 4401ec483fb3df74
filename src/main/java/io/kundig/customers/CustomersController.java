package io.kundig.customers;

import io.kundig.profiles.Erasures;
import io.kundig.profiles.ProfileId;
import io.kundig.shared.Invalid;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// People over HTTP: the list, and one of them with everything.
@RestController
@RequestMapping("/api/v1/profiles")
class CustomersController {

  private static final int MOST_ROWS = 200;

  private final PeopleList people;
  private final PersonQueries persons;
  private final Timeline timeline;
  private final ConsentQueries consents;
  private final StaffActions staff;
  private final Erasures erasures;

  CustomersController(
      PeopleList people,
      PersonQueries persons,
      Timeline timeline,
      ConsentQueries consents,
      StaffActions staff,
      Erasures erasures) {
    this.people = people;
    this.persons = persons;
    this.timeline = timeline;
    this.consents = consents;
    this.staff = staff;
    this.erasures = erasures;
  }

  @GetMapping
  PeopleList.People list(
      @RequestParam(required = false) @Nullable String q,
      @RequestParam(required = false) @Nullable String email,
      @RequestParam(required = false) @Nullable String filter,
      @RequestParam(required = false) @Nullable String sort,
      @RequestParam(defaultValue = "50") int limit,
      @RequestParam(required = false) @Nullable String cursor) {
    if (email != null) {
      return people.byEmail(email);
    }
    return people.page(ListQuery.of(q, filter, sort), cursor, checked(limit));
  }

  private static int checked(int limit) {
    if (limit < 1 || limit > MOST_ROWS) {
      throw new Invalid(
          "limit", "The limit is out of range.", "Use a number from 1 to " + MOST_ROWS + ".");
    }
    return limit;
  }

  @GetMapping("/{id}")
  PersonView get(@PathVariable UUID id) {
    return persons.view(id);
  }

  /// Erases the person (GDPR, article 17): all that leads to them, for good. Their orders stay for
  /// the books without a name, and hashes of their addresses, so that nobody writes to them again.
  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void erase(@PathVariable UUID id) {
    erasures.erase(new ProfileId(id));
  }

  @GetMapping("/{id}/timeline")
  Timeline.TimelinePage timeline(
      @PathVariable UUID id,
      @RequestParam(required = false) @Nullable String kind,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(defaultValue = "50") int limit) {
    UUID person = persons.profile(id).id().value();
    return timeline.page(person, TimelineKind.of(kind), cursor, checked(limit));
  }

  @GetMapping("/{id}/consents")
  ConsentQueries.ConsentsView consents(@PathVariable UUID id) {
    return consents.view(persons.profile(id));
  }

  @PatchMapping("/{id}")
  PersonView update(@PathVariable UUID id, @RequestBody TraitsForm form) {
    staff.update(persons.profile(id), Objects.requireNonNullElse(form.traits(), Map.of()));
    return persons.view(id);
  }

  @PostMapping("/{id}/consents")
  @ResponseStatus(HttpStatus.CREATED)
  ConsentQueries.ConsentsView consent(@PathVariable UUID id, @RequestBody ConsentForm form) {
    staff.decide(persons.profile(id), form);
    return consents.view(persons.profile(id));
  }

  /// Lifts what staff may lift: a bounce, or their own suppression.
  @DeleteMapping("/{id}/suppression")
  ConsentQueries.ConsentsView liftSuppression(@PathVariable UUID id) {
    staff.liftSuppression(persons.profile(id));
    return consents.view(persons.profile(id));
  }

  /// @param traits a null value deletes
  record TraitsForm(@Nullable Map<String, @Nullable Object> traits) {}

  /// @param reason how the person made it known, for the ledger
  /// @param wording what they agreed to, when they subscribe
  record ConsentForm(
      String channel,
      String purpose,
      String state,
      @Nullable String reason,
      @Nullable String wording) {}
}
