package io.kundig.messaging;

import io.kundig.accounts.Shop;
import io.kundig.accounts.Shops;
import io.kundig.messaging.MessageList.Filter;
import io.kundig.messaging.MessageViews.MessageDetail;
import io.kundig.messaging.MessageViews.MessageRow;
import io.kundig.messaging.Resolutions.Outcome;
import io.kundig.profiles.ProfileId;
import io.kundig.profiles.Profiles;
import io.kundig.shared.Invalid;
import io.kundig.shared.NotFound;
import io.kundig.shared.Page;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Messages over HTTP: sent and unsent, each with its reasons.
@RestController
@RequestMapping("/api/v1/messages")
class MessageController {

  private static final int LARGEST_PAGE = 200;

  private final MessageList list;
  private final MessageStore messages;
  private final MessageViews views;
  private final Messaging messaging;
  private final Resolutions resolutions;
  private final Profiles profiles;
  private final Shops shops;
  private final ObjectProvider<MessageOrders> orders;

  MessageController(
      MessageList list,
      MessageStore messages,
      MessageViews views,
      Messaging messaging,
      Resolutions resolutions,
      Profiles profiles,
      Shops shops,
      ObjectProvider<MessageOrders> orders) {
    this.list = list;
    this.messages = messages;
    this.views = views;
    this.messaging = messaging;
    this.resolutions = resolutions;
    this.profiles = profiles;
    this.shops = shops;
    this.orders = orders;
  }

  /// @param from shop-local day, inclusive
  /// @param to shop-local day, inclusive
  @GetMapping
  Page<MessageRow> list(
      @RequestParam(required = false) @Nullable UUID profile,
      @RequestParam(required = false) @Nullable UUID flow,
      @RequestParam(required = false) @Nullable String step,
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable LocalDate from,
      @RequestParam(required = false) @Nullable LocalDate to,
      @RequestParam(defaultValue = "50") int limit,
      @RequestParam(required = false) @Nullable String cursor) {
    Filter filter =
        new Filter(
            current(profile),
            flow,
            step,
            stateOf(state),
            startOf(from),
            startOf(to == null ? null : to.plusDays(1)));
    Page<StoredMessage> page = list.page(filter, Math.clamp(limit, 1, LARGEST_PAGE), cursor);
    return new Page<>(views.rows(page.items()), page.next());
  }

  @GetMapping("/{id}")
  MessageDetail one(@PathVariable UUID id) {
    MessageOrders attributed = orders.getIfAvailable();
    return views.detail(
        stored(id), attributed == null ? null : attributed.orderOf(id).orElse(null));
  }

  @GetMapping("/{id}/content")
  Content content(@PathVariable UUID id) {
    return messaging
        .content(stored(id).ref().profile(), id)
        .orElseThrow(() -> new NotFound("content of message", id));
  }

  record Resolution(@Nullable String outcome) {}

  @PostMapping("/{id}/resolution")
  MessageDetail resolve(@PathVariable UUID id, @RequestBody Resolution resolution) {
    resolutions.resolve(id, outcomeOf(resolution.outcome));
    return one(id);
  }

  private StoredMessage stored(UUID id) {
    return messages.find(id).orElseThrow(() -> new NotFound("message", id));
  }

  /// A merged profile's messages are listed under the one it was merged into.
  private @Nullable UUID current(@Nullable UUID profile) {
    if (profile == null) {
      return null;
    }
    ProfileId asked = new ProfileId(profile);
    return profiles.current(List.of(asked)).getOrDefault(asked, asked).value();
  }

  private static @Nullable MessageState stateOf(@Nullable String code) {
    try {
      return code == null || code.isBlank() ? null : MessageState.of(code);
    } catch (IllegalArgumentException e) {
      String all =
          String.join(", ", Arrays.stream(MessageState.values()).map(MessageState::code).toList());
      throw new Invalid("state", "There is no such state.", "Use one of " + all + ".");
    }
  }

  private static Outcome outcomeOf(@Nullable String code) {
    try {
      return Outcome.valueOf(String.valueOf(code).toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new Invalid("outcome", "There is no such outcome.", "Use handed_over or resend.");
    }
  }

  private @Nullable Instant startOf(@Nullable LocalDate day) {
    if (day == null) {
      return null;
    }
    ZoneId zone = shops.all().stream().findFirst().map(Shop::timeZone).orElse(ZoneOffset.UTC);
    return day.atStartOfDay(zone).toInstant();
  }
}
