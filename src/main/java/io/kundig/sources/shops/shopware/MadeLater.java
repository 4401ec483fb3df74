package io.kundig.sources.shops.shopware;

import io.kundig.sources.shops.JsonFields;
import io.kundig.sources.shops.ShopAccess;
import io.kundig.sources.shops.ShopRefusal;
import io.kundig.sources.shops.Unreadable;
import io.kundig.sources.shops.shopware.ShopwareEntities.Entity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Goes through rows by the time when they were made. Many may be of one moment, as after an
/// import: those can only be told by their position, which shifts when one is deleted, so a piece
/// in the midst of them goes back to where the last known row stands.
@Component
class MadeLater {

  private final ShopwareApi api;

  MadeLater(ShopwareApi api) {
    this.api = api;
  }

  /// @param next null: these were the last
  /// @param total null unless it was asked for
  record Piece(List<JsonNode> rows, @Nullable String next, @Nullable Long total) {}

  Piece after(ShopAccess shop, Entity entity, Criteria criteria, @Nullable String cursor)
      throws ShopRefusal {
    Place place = Place.parse(cursor);
    criteria.sorted(entity.order());
    if (place != null) {
      criteria.where(Criteria.since("createdAt", place.at));
    }
    int page = place == null ? 1 : place.page;
    JsonNode said = api.search(shop, entity.path(), at(criteria, page));
    List<JsonNode> rows = new ArrayList<>(ShopwarePages.rows(said));
    boolean more = rows.size() == entity.perPage();
    int reached = page;
    while (page > 1 && place != null && (rows.isEmpty() || place.isBefore(rows.getFirst()))) {
      page--;
      rows.addAll(0, ShopwarePages.rows(api.search(shop, entity.path(), at(criteria, page))));
    }
    List<JsonNode> fresh = place == null ? rows : rows.stream().filter(place::isBefore).toList();
    return new Piece(
        fresh,
        more ? next(place, reached, rows.getLast()) : null,
        cursor == null ? ShopwarePages.total(said) : null);
  }

  private static ObjectNode at(Criteria criteria, int page) {
    return criteria.page(page).body().deepCopy();
  }

  private static String next(@Nullable Place place, int page, JsonNode last) {
    Instant at = madeAt(last);
    boolean sameMoment = place != null && at.equals(place.at);
    return new Place(at, sameMoment ? page + 1 : 1, last.path("id").asString("")).toString();
  }

  private static Instant madeAt(JsonNode row) {
    try {
      return new JsonFields(row, "row").time("createdAt");
    } catch (Unreadable e) {
      return Instant.EPOCH;
    }
  }

  /// @param page of the rows made at that moment or later
  private record Place(Instant at, int page, String lastId) {

    static @Nullable Place parse(@Nullable String cursor) {
      if (cursor == null) {
        return null;
      }
      String[] parts = cursor.split("\\|", 3);
      return new Place(Instant.parse(parts[0]), Integer.parseInt(parts[1]), parts[2]);
    }

    boolean isBefore(JsonNode row) {
      int byTime = at.compareTo(madeAt(row));
      return byTime < 0 || (byTime == 0 && lastId.compareTo(row.path("id").asString("")) < 0);
    }

    @Override
    public String toString() {
      return at + "|" + page + "|" + lastId;
    }
  }
}
