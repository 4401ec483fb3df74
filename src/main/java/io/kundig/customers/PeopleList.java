package io.kundig.customers;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.kundig.accounts.Shops;
import io.kundig.customers.PeopleWalk.Place;
import io.kundig.profiles.Identifier;
import io.kundig.profiles.Identifiers;
import io.kundig.profiles.ProfileId;
import io.kundig.profiles.Profiles;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The customers page: people in an order, filtered, searched.
@Component
class PeopleList {

  /// Counting a million people takes a while; what took long is not counted again at once.
  private static final Duration SLOW_COUNT = Duration.ofMillis(25);

  /// A search that meets no more is answered by the trigram index at once, one that meets many more
  /// not at all: it would sort but a part of them.
  private static final int RARE = 500;

  private static final int TOO_MANY_TO_SORT = 2_500;

  private static final Duration COUNT_KEPT = Duration.ofSeconds(30);

  private final PeopleWalk queries;
  private final PersonRows rows;
  private final Profiles profiles;
  private final Shops shops;
  private final Cache<ListQuery.Filter, Long> slowCounts =
      Caffeine.newBuilder().expireAfterWrite(COUNT_KEPT).build();

  PeopleList(PeopleWalk queries, PersonRows rows, Profiles profiles, Shops shops) {
    this.queries = queries;
    this.rows = rows;
    this.profiles = profiles;
    this.shops = shops;
  }

  /// @param total of all pages; an estimate where a search meets very many
  record People(List<PersonRows.PersonRow> items, @Nullable String next, long total) {}

  People byEmail(String email) {
    List<UUID> found =
        Identifiers.email(email)
            .flatMap((Identifier.Email address) -> profiles.byIdentifier(address))
            .map(ProfileId::value)
            .map(List::of)
            .orElse(List.of());
    return new People(rows.of(found, currency()), null, found.size());
  }

  People page(ListQuery query, @Nullable String cursor, int limit) {
    ListCursor after = cursor == null ? null : ListCursor.parse(cursor);
    if (query.search() == null) {
      long total = after == null ? count(query) : after.total();
      return people(queries.page(query, after, currency(), limit + 1), limit, total);
    }
    return search(query, after, limit);
  }

  private People search(ListQuery query, @Nullable ListCursor after, int limit) {
    long expected = queries.estimate(query);
    boolean isShort = PeopleWalk.isShort(query);
    if (isShort || expected > RARE) {
      boolean far = isShort || expected > TOO_MANY_TO_SORT;
      List<Place> walked = queries.walk(query, after, currency(), limit + 1, far);
      if (walked.size() > limit) {
        return people(walked, limit, after == null ? expected : after.total());
      }
    }
    List<Place> hits = queries.hits(query, currency());
    int start = after == null ? 0 : 1 + indexOf(hits, after.id());
    List<Place> rest = hits.subList(Math.min(start, hits.size()), hits.size());
    return people(rest.subList(0, Math.min(rest.size(), limit + 1)), limit, hits.size());
  }

  private static int indexOf(List<Place> hits, @Nullable UUID id) {
    for (int i = 0; i < hits.size(); i++) {
      if (hits.get(i).id().equals(id)) {
        return i;
      }
    }
    return hits.size();
  }

  private People people(List<Place> found, int limit, long total) {
    List<Place> page = found.subList(0, Math.min(limit, found.size()));
    String next = null;
    if (found.size() > limit) {
      Place last = page.getLast();
      next = new ListCursor(last.placed(), last.key(), last.id(), total).toString();
    }
    return new People(rows.of(page.stream().map(Place::id).toList(), currency()), next, total);
  }

  private long count(ListQuery query) {
    Long known = slowCounts.getIfPresent(query.filter());
    if (known != null) {
      return known;
    }
    long start = System.nanoTime();
    long count = queries.count(query);
    if (System.nanoTime() - start > SLOW_COUNT.toNanos()) {
      slowCounts.put(query.filter(), count);
    }
    return count;
  }

  private String currency() {
    return shops.all().getFirst().currency();
  }
}
