package io.kundig.sources.shops;

import io.kundig.shared.Conflict;
import io.kundig.shared.Invalid;
import io.kundig.sources.shops.DeliveryStore.Stored;
import io.kundig.sources.shops.Unreadable.Reason;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Takes records that a shop sends through our API: each as it stands at the time of the call, like
/// the answer to a question.
@Component
class Submissions {

  static final int MOST_RECORDS = 500;

  private final Platforms platforms;
  private final MirrorStore mirror;
  private final Recorder recorder;
  private final Recording recording;
  private final GoneCustomers gone;
  private final DeliveryStore deliveries;
  private final ConnectionStore connections;
  private final JsonMapper json;
  private final Clock clock;

  Submissions(
      Platforms platforms,
      MirrorStore mirror,
      Recorder recorder,
      Recording recording,
      GoneCustomers gone,
      DeliveryStore deliveries,
      ConnectionStore connections,
      JsonMapper json,
      Clock clock) {
    this.platforms = platforms;
    this.mirror = mirror;
    this.recorder = recorder;
    this.recording = recording;
    this.gone = gone;
    this.deliveries = deliveries;
    this.connections = connections;
    this.json = json;
    this.clock = clock;
  }

  /// What became of a call.
  ///
  /// @param applied records that were news
  /// @param unchanged records that were known so, or newer, already
  record Taken(int applied, int unchanged, List<Refused> refused) {}

  /// @param index in the call, from 0
  /// @param reason an [Unreadable.Reason] in lower case
  /// @param field which one is missing or wrong, such as `order.lines.title`
  record Refused(
      int index, @Nullable String type, @Nullable String id, String reason, String field) {}

  private record Read(int index, String type, byte[] body, Answer answer) {}

  Taken take(ShopConnection connection, List<JsonNode> records) {
    check(connection, records);
    long asked = mirror.nextTurn();
    List<Refused> refused = new ArrayList<>();
    List<Read> read = new ArrayList<>();
    for (int i = 0; i < records.size(); i++) {
      read(connection, i, records.get(i), read, refused);
    }
    gone.erase(connection, read.stream().map(Read::answer).toList());
    int applied = apply(connection, read, asked, refused);
    connections.delivered(connection.id(), records.size(), clock.instant(), null);
    return new Taken(applied, records.size() - applied - refused.size(), List.copyOf(refused));
  }

  private void check(ShopConnection connection, List<JsonNode> records) {
    if (platforms.of(connection).answers()) {
      throw new Conflict(
          "Kundig asks this shop by itself. Records are sent to a shop of one's own.");
    }
    if (records.size() > MOST_RECORDS) {
      throw new Invalid(
          "records", "These are " + records.size() + " records.", "Send at most 500 in one call.");
    }
  }

  private void read(
      ShopConnection connection, int index, JsonNode node, List<Read> read, List<Refused> refused) {
    JsonFields fields = new JsonFields(node, "record");
    String type =
        Objects.requireNonNullElse(fields.textOrNull("type"), "").toLowerCase(Locale.ROOT);
    byte[] body = json.writeValueAsBytes(node);
    try {
      read.add(new Read(index, type, body, answer(connection, type, fields, body)));
    } catch (Unreadable e) {
      refuse(connection, index, type, fields.idOrNull("id"), body, e, refused);
    }
  }

  private Answer answer(ShopConnection connection, String type, JsonFields fields, byte[] body)
      throws Unreadable {
    if (!fields.node().isObject()) {
      throw new Unreadable(Reason.NOT_JSON, "record");
    }
    if (fields.isTrue("deleted")) {
      return new Answer.Gone(new RecordRef(resource(type), fields.id("id")));
    }
    Reading reading = platforms.of(connection).read(type, body);
    return new Answer.Found(reading.records().getFirst());
  }

  private static Resource resource(String type) throws Unreadable {
    for (Resource resource : Resource.values()) {
      if (resource.code().equals(type)) {
        return resource;
      }
    }
    throw new Unreadable(Reason.UNKNOWN_TOPIC, "type");
  }

  /// It is kept too, so that staff see it who do not read the shop's logs.
  private void refuse(
      ShopConnection connection,
      int index,
      String type,
      @Nullable String id,
      byte[] body,
      Unreadable problem,
      List<Refused> refused) {
    String topic = type.replaceAll("[^a-z]", "");
    deliveries.keep(
        Stored.of(
            connection.id(),
            clock.instant(),
            topic.substring(0, Math.min(40, topic.length())),
            "sent",
            body),
        problem);
    String field = problem.reason() == Reason.REFUSED ? "record" : problem.getMessage();
    refused.add(new Refused(index, type, id, Recording.words(problem.reason()), field));
  }

  private int apply(ShopConnection connection, List<Read> read, long asked, List<Refused> refused) {
    try {
      return recording.transaction(() -> recorder.record(connection, said(read, asked), List.of()));
    } catch (RuntimeException e) {
      if (Recording.isAway(e) || read.isEmpty()) {
        throw e;
      }
      if (read.size() == 1) {
        Read one = read.getFirst();
        String id = one.answer.ref().id();
        refuse(connection, one.index, one.type, id, one.body, Recording.refused(e), refused);
        return 0;
      }
      int half = read.size() / 2;
      return apply(connection, read.subList(0, half), asked, refused)
          + apply(connection, read.subList(half, read.size()), asked, refused);
    }
  }

  private static List<Said.Answered> said(List<Read> read, long asked) {
    return Recording.answered(read.stream().map(Read::answer).toList(), asked);
  }
}
