package io.kundig.segments;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.kundig.platform.CsvCell;
import io.kundig.profiles.ProfileId;
import io.kundig.profiles.Profiles;
import io.kundig.segments.SegmentViews.SegmentPerson;
import io.kundig.segments.SegmentViews.UsedBy;
import io.kundig.shared.Invalid;
import io.kundig.shared.NotFound;
import io.kundig.shared.Page;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Lists as the API shows them.
@Component
class ListViews {

  private static final int EXPORTED_AT_A_TIME = 2_000;

  private final Lists lists;
  private final ListStore store;
  private final Segments segments;
  private final SegmentViews views;
  private final Profiles profiles;

  ListViews(
      Lists lists, ListStore store, Segments segments, SegmentViews views, Profiles profiles) {
    this.lists = lists;
    this.store = store;
    this.segments = segments;
    this.views = views;
    this.profiles = profiles;
  }

  /// @param busy whether people are still being put on it or taken off in the background
  record ListRow(
      UUID id,
      String name,
      String description,
      int count,
      boolean busy,
      Instant createdAt,
      Instant changedAt,
      @Nullable Instant archivedAt) {}

  record ListOverview(List<ListRow> items) {}

  record ListDetail(ListRow list, List<UsedBy> usedBy) {}

  /// @param how `chosen`, `pasted`, `api`, `import`, `segment` or `copy`
  /// @param by who put them on it, where that is known
  record ListMember(
      UUID id,
      @Nullable String name,
      @Nullable String email,
      @Nullable String phone,
      Instant since,
      String how,
      @Nullable String by) {}

  @Transactional(readOnly = true)
  public ListOverview overview() {
    Map<UUID, Integer> counts = store.counts();
    Set<UUID> busy = store.worked();
    return new ListOverview(
        lists.all().stream()
            .map(list -> row(list, counts.getOrDefault(list.id(), 0), busy))
            .toList());
  }

  @Transactional(readOnly = true)
  public ListDetail detail(UUID id) {
    return new ListDetail(
        row(lists.get(id), store.count(id), store.worked()),
        segments.usersOfList(id).stream()
            .map(segment -> new UsedBy("segment", segment.id(), segment.name()))
            .toList());
  }

  private static ListRow row(StaticList list, int count, Set<UUID> busy) {
    return new ListRow(
        list.id(),
        list.name(),
        list.description(),
        count,
        busy.contains(list.id()),
        list.createdAt(),
        list.changedAt(),
        list.archivedAt());
  }

  @Transactional(readOnly = true)
  public Page<ListMember> members(UUID id, @Nullable String cursor, int limit) {
    List<ListStore.Member> found = store.members(id, place(cursor), limit + 1);
    List<ListStore.Member> shown = found.subList(0, Math.min(found.size(), limit));
    Map<UUID, SegmentPerson> people =
        views.people(shown.stream().map(ListStore.Member::profileId).toList()).stream()
            .collect(Collectors.toMap(SegmentPerson::id, person -> person, (one, _) -> one));
    return new Page<>(
        shown.stream()
            .flatMap(
                member ->
                    Optional.ofNullable(people.get(member.profileId())).stream()
                        .map(person -> member(member, person)))
            .toList(),
        found.size() > limit ? shown.getLast().since() + "_" + shown.getLast().profileId() : null);
  }

  private static ListMember member(ListStore.Member member, SegmentPerson person) {
    return new ListMember(
        person.id(),
        person.name(),
        person.email(),
        person.phone(),
        member.since(),
        member.how(),
        member.by());
  }

  private static ListStore.@Nullable Place place(@Nullable String cursor) {
    if (cursor == null) {
      return null;
    }
    String[] parts = cursor.split("_", 2);
    try {
      return new ListStore.Place(Instant.parse(parts[0]), UUID.fromString(parts[1]));
    } catch (DateTimeException | IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      throw new Invalid("cursor", "This is not a cursor.", "Use the one from the page before.");
    }
  }

  void export(UUID id, boolean german, OutputStream out) throws IOException {
    Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    writer.write('\uFEFF');
    try (CsvWriter csv = CsvWriter.builder().fieldSeparator(german ? ';' : ',').build(writer)) {
      csv.writeRecord(
          german
              ? List.of("Name", "E-Mail", "Telefon", "Profil", "Seit", "Durch")
              : List.of("Name", "Email", "Phone", "Profile", "Since", "By"));
      @Nullable String cursor = null;
      do {
        Page<ListMember> page = members(id, cursor, EXPORTED_AT_A_TIME);
        page.items().forEach(member -> csv.writeRecord(cells(member)));
        cursor = page.next();
      } while (cursor != null);
    }
  }

  private static List<String> cells(ListMember member) {
    return Stream.of(
            member.name(),
            member.email(),
            member.phone(),
            member.id().toString(),
            member.since().toString(),
            member.by())
        .map(value -> CsvCell.disarmed(Objects.requireNonNullElse(value, "")))
        .toList();
  }

  /// The lists somebody is on.
  @Transactional(readOnly = true)
  public List<ListStore.OnList> of(ProfileId asked) {
    return Optional.ofNullable(profiles.find(List.of(asked)).get(asked))
        .map(profile -> store.of(profile.id().value()))
        .orElseThrow(() -> new NotFound("profile", asked.value()));
  }
}
