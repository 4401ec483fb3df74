package io.kundig.segments;

import io.kundig.accounts.Actor;
import io.kundig.accounts.AuditAction;
import io.kundig.accounts.CurrentUser;
import io.kundig.profiles.ProfileId;
import io.kundig.segments.ListViews.ListDetail;
import io.kundig.segments.ListViews.ListMember;
import io.kundig.segments.ListViews.ListOverview;
import io.kundig.shared.Invalid;
import io.kundig.shared.Page;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Lists over HTTP.
@RestController
@RequestMapping("/api/v1")
class ListController {

  private static final int MOST_PEOPLE = 1_000;
  private static final int MOST_ROWS = 200;
  private static final int TRIES = 6;

  private final Lists lists;
  private final ListPeople people;
  private final ListViews views;
  private final CurrentUser currentUser;
  private final TransactionTemplate transactions;

  ListController(
      Lists lists,
      ListPeople people,
      ListViews views,
      CurrentUser currentUser,
      TransactionTemplate transactions) {
    this.lists = lists;
    this.people = people;
    this.views = views;
    this.currentUser = currentUser;
    this.transactions = transactions;
  }

  /// @param copyOf a list whose people are on the new one too
  record ListForm(@Nullable String name, @Nullable String description, @Nullable UUID copyOf) {
    private String nameOrEmpty() {
      return Objects.requireNonNullElse(name, "");
    }

    private String descriptionOrEmpty() {
      return Objects.requireNonNullElse(description, "");
    }
  }

  @GetMapping("/lists")
  ListOverview list() {
    return views.overview();
  }

  @PostMapping("/lists")
  @ResponseStatus(HttpStatus.CREATED)
  ListDetail create(@RequestBody ListForm form) {
    StaticList list =
        form.copyOf == null
            ? lists.create(form.nameOrEmpty(), form.descriptionOrEmpty())
            : lists.copy(form.copyOf, form.nameOrEmpty(), form.descriptionOrEmpty(), by());
    return views.detail(list.id());
  }

  @GetMapping("/lists/{id}")
  ListDetail get(@PathVariable UUID id) {
    return views.detail(id);
  }

  @PutMapping("/lists/{id}")
  ListDetail change(@PathVariable UUID id, @RequestBody ListForm form) {
    return views.detail(lists.change(id, form.nameOrEmpty(), form.descriptionOrEmpty()).id());
  }

  /// Puts it away; it can be taken out again.
  @DeleteMapping("/lists/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void archive(@PathVariable UUID id) {
    lists.archive(id);
  }

  @PostMapping("/lists/{id}/restore")
  ListDetail restore(@PathVariable UUID id) {
    return views.detail(lists.restore(id).id());
  }

  @GetMapping("/lists/{id}/members")
  Page<ListMember> members(
      @PathVariable UUID id,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(defaultValue = "50") int limit) {
    if (limit < 1 || limit > MOST_ROWS) {
      throw new Invalid(
          "limit", "The number is out of range.", "Use a number from 1 to " + MOST_ROWS + ".");
    }
    return views.members(lists.get(id).id(), cursor, limit);
  }

  /// All of them for a spreadsheet: UTF-8 with a mark of its order, values that would run as
  /// formulas disarmed.
  @GetMapping(value = "/lists/{id}/members.csv", produces = "text/csv")
  void export(@PathVariable UUID id, Locale locale, HttpServletResponse response)
      throws IOException {
    StaticList list = lists.get(id);
    response.setContentType("text/csv;charset=UTF-8");
    response.setHeader(
        HttpHeaders.CONTENT_DISPOSITION,
        ContentDisposition.attachment()
            .filename(list.name() + ".csv", StandardCharsets.UTF_8)
            .build()
            .toString());
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    views.export(list.id(), locale.getLanguage().equals("de"), response.getOutputStream());
  }

  /// Up to 1,000 profiles and identifiers together, or a segment.
  ///
  /// @param identifiers e-mail addresses, telephone numbers and customer numbers
  /// @param create whether addresses and numbers that nobody has become people
  /// @param segmentId everybody who is in it now, in the background
  record ListJoining(
      @Nullable List<UUID> profiles,
      @Nullable List<String> identifiers,
      @Nullable Boolean create,
      @Nullable UUID segmentId) {}

  /// @param changed how many were put on it, or taken off
  /// @param unchanged how many were on it already, or were not
  /// @param unknown nobody has these
  /// @param unreadable these are no addresses
  /// @param busy whether it goes on in the background
  record ListOutcome(
      int changed, int unchanged, List<String> unknown, List<String> unreadable, boolean busy) {}

  /// Puts people on it.
  @PostMapping("/lists/{id}/members")
  ListOutcome add(@PathVariable UUID id, @RequestBody ListJoining joining) {
    if (joining.segmentId != null) {
      lists.addSegment(id, joining.segmentId, by());
      return new ListOutcome(0, 0, List.of(), List.of(), true);
    }
    List<UUID> ids = named("profiles", joining.profiles);
    List<String> written = named("identifiers", joining.identifiers);
    checkSize(ids.size() + written.size());
    boolean create = Boolean.TRUE.equals(joining.create);
    for (int failures = 0; ; failures++) {
      try {
        return Objects.requireNonNull(
            transactions.execute(
                _ -> {
                  ListPeople.Found found =
                      create ? people.findOrCreate(written) : people.find(written);
                  Set<ProfileId> all = with(found.people(), ids);
                  int added = lists.add(id, all, origin(ids.isEmpty()));
                  lists.audit(id, AuditAction.LIST_PEOPLE_ADDED, added);
                  return outcome(added, all.size(), found);
                }));
      } catch (ConcurrencyFailureException e) {
        if (failures == TRIES) {
          throw e;
        }
      }
    }
  }

  /// Up to 1,000 profiles and identifiers together, or all.
  ///
  /// @param all everybody who is on it now, in the background
  record ListLeaving(
      @Nullable List<UUID> profiles, @Nullable List<String> identifiers, @Nullable Boolean all) {}

  /// Takes people off it.
  @PostMapping("/lists/{id}/removals")
  ListOutcome remove(@PathVariable UUID id, @RequestBody ListLeaving leaving) {
    if (Boolean.TRUE.equals(leaving.all)) {
      lists.clear(id, by());
      return new ListOutcome(0, 0, List.of(), List.of(), true);
    }
    List<UUID> ids = named("profiles", leaving.profiles);
    List<String> written = named("identifiers", leaving.identifiers);
    checkSize(ids.size() + written.size());
    ListPeople.Found found = people.find(written);
    Set<ProfileId> all = with(found.people(), ids);
    int removed = lists.remove(id, all, origin(ids.isEmpty()));
    lists.audit(id, AuditAction.LIST_PEOPLE_REMOVED, removed);
    return outcome(removed, all.size(), found);
  }

  record ListsOfPerson(List<ListStore.OnList> items) {}

  @GetMapping("/profiles/{id}/lists")
  ListsOfPerson of(@PathVariable UUID id) {
    return new ListsOfPerson(views.of(new ProfileId(id)));
  }

  private static <T> List<T> named(String field, @Nullable List<T> given) {
    List<T> all = Objects.requireNonNullElse(given, List.of());
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i) == null) {
        throw new Invalid(
            field + "[" + i + "]", "Nothing is named here.", "Name somebody or leave it out.");
      }
    }
    return all;
  }

  private static void checkSize(int people) {
    if (people < 1 || people > MOST_PEOPLE) {
      throw new Invalid(
          "profiles",
          "Nobody is named, or too many.",
          "Name 1 to " + MOST_PEOPLE + " profiles and identifiers at a time.");
    }
  }

  private static Set<ProfileId> with(Set<ProfileId> found, List<UUID> ids) {
    Set<ProfileId> all = new HashSet<>(found);
    ids.forEach(id -> all.add(new ProfileId(id)));
    return all;
  }

  private static ListOutcome outcome(int changed, int asked, ListPeople.Found found) {
    return new ListOutcome(changed, asked - changed, found.unknown(), found.unreadable(), false);
  }

  private Lists.Origin origin(boolean pasted) {
    if (currentUser.get().orElse(null) instanceof Actor.Key) {
      return new Lists.Origin(Lists.How.API, by());
    }
    return new Lists.Origin(pasted ? Lists.How.PASTED : Lists.How.CHOSEN, by());
  }

  private @Nullable String by() {
    return currentUser
        .get()
        .map(
            actor ->
                switch (actor) {
                  case Actor.Staff staff -> staff.name();
                  case Actor.Key key -> key.name();
                })
        .orElse(null);
  }
}
