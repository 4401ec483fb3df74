package io.kundig.segments;

import io.kundig.accounts.CurrentUser;
import io.kundig.accounts.Shops;
import io.kundig.consent.ChannelKind;
import io.kundig.profiles.ProfileId;
import io.kundig.segments.SegmentViews.SegmentDetail;
import io.kundig.segments.SegmentViews.SegmentPerson;
import io.kundig.shared.Invalid;
import io.kundig.shared.Page;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Segments over HTTP.
@RestController
@RequestMapping("/api/v1")
class SegmentController {

  private static final int MOST_ROWS = 200;
  private static final int MOST_DAYS = 400;
  private static final int MOST_SAMPLES = 50;

  private final Segments segments;
  private final SegmentViews views;
  private final Preview preview;
  private final Explanations explanations;
  private final Overlaps overlaps;
  private final PersonRanks ranks;
  private final ConditionJson conditions;
  private final CurrentUser currentUser;
  private final Shops shops;

  SegmentController(
      Segments segments,
      SegmentViews views,
      Preview preview,
      Explanations explanations,
      Overlaps overlaps,
      PersonRanks ranks,
      ConditionJson conditions,
      CurrentUser currentUser,
      Shops shops) {
    this.segments = segments;
    this.views = views;
    this.preview = preview;
    this.explanations = explanations;
    this.overlaps = overlaps;
    this.ranks = ranks;
    this.conditions = conditions;
    this.currentUser = currentUser;
    this.shops = shops;
  }

  record SegmentForm(
      @Nullable String name,
      @Nullable String description,
      @Nullable Integer shopId,
      @Nullable JsonNode condition) {}

  @GetMapping("/segments")
  SegmentViews.SegmentOverview list() {
    return views.overview();
  }

  @PostMapping("/segments")
  @ResponseStatus(HttpStatus.CREATED)
  SegmentDetail create(@RequestBody SegmentForm form) {
    return views.detail(segments.create(draft(form)));
  }

  @GetMapping("/segments/{id}")
  SegmentDetail get(@PathVariable UUID id) {
    return views.detail(segments.get(id));
  }

  @PutMapping("/segments/{id}")
  SegmentDetail change(@PathVariable UUID id, @RequestBody SegmentForm form) {
    return views.detail(segments.change(id, draft(form)));
  }

  /// Puts it away; it can be taken out again.
  @DeleteMapping("/segments/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void archive(@PathVariable UUID id) {
    segments.archive(id);
  }

  @PostMapping("/segments/{id}/restore")
  SegmentDetail restore(@PathVariable UUID id) {
    return views.detail(segments.restore(id));
  }

  @GetMapping("/segments/{id}/members")
  Page<SegmentPerson> members(
      @PathVariable UUID id,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(defaultValue = "50") int limit) {
    return views.members(segments.get(id), cursor, checked("limit", limit, MOST_ROWS));
  }

  /// All of them for a spreadsheet: UTF-8 with a mark of its order, values that would run as
  /// formulas disarmed.
  @GetMapping(value = "/segments/{id}/members.csv", produces = "text/csv")
  void export(@PathVariable UUID id, Locale locale, HttpServletResponse response)
      throws IOException {
    Segment segment = segments.get(id);
    response.setContentType("text/csv;charset=UTF-8");
    response.setHeader(
        HttpHeaders.CONTENT_DISPOSITION,
        ContentDisposition.attachment()
            .filename(segment.name() + ".csv", StandardCharsets.UTF_8)
            .build()
            .toString());
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    views.export(segment, locale.getLanguage().equals("de"), response.getOutputStream());
  }

  record Growth(List<SegmentViews.GrowthDay> days) {}

  @GetMapping("/segments/{id}/growth")
  Growth growth(@PathVariable UUID id, @RequestParam(defaultValue = "30") int days) {
    return new Growth(views.growth(segments.get(id), checked("days", days, MOST_DAYS)));
  }

  /// @param exact whether everybody is to be counted; a sample answers sooner
  /// @param reach whether it is to be said how many of them may be written to by each channel
  record PreviewQuestion(
      @Nullable JsonNode condition,
      @Nullable Integer shopId,
      @Nullable Boolean exact,
      @Nullable Integer samples,
      @Nullable Boolean reach) {}

  /// @param channel `email`, `sms`, `whatsapp`, `push` or `post`
  record ChannelReach(String channel, long count) {}

  record PreviewAnswer(
      long count,
      long low,
      long high,
      boolean exact,
      long of,
      List<Long> remaining,
      List<SegmentPerson> people,
      List<ChannelReach> reach) {}

  /// How many people a condition holds for that is no segment yet.
  @PostMapping("/segments/previews")
  PreviewAnswer preview(@RequestBody PreviewQuestion question) {
    Condition condition = condition(question.condition);
    segments.checkShop(question.shopId);
    segments.checkReferences(condition, null);
    segments.prepare();
    Preview.Answer answer =
        preview.ask(
            currentUser.get().orElseThrow(),
            condition,
            question.shopId,
            Boolean.TRUE.equals(question.exact),
            checked("samples", Objects.requireNonNullElse(question.samples, 10), MOST_SAMPLES),
            Boolean.TRUE.equals(question.reach) ? List.of(ChannelKind.values()) : List.of());
    return new PreviewAnswer(
        answer.count(),
        answer.low(),
        answer.high(),
        answer.exact(),
        answer.of(),
        answer.remaining(),
        views.people(answer.people()),
        answer.reach().entrySet().stream()
            .map(it -> new ChannelReach(JsonPart.code(it.getKey()), it.getValue()))
            .toList());
  }

  record Examination(
      @Nullable JsonNode condition, @Nullable Integer shopId, @Nullable UUID profileId) {}

  /// Why a condition holds for somebody, or does not.
  @PostMapping("/segments/explanations")
  Explanations.Explanation explain(@RequestBody Examination examination) {
    Condition condition = condition(examination.condition);
    segments.checkShop(examination.shopId);
    segments.checkReferences(condition, null);
    if (examination.profileId == null) {
      throw new Invalid("profileId", "Nobody is named.", "Name a profile.");
    }
    segments.prepare();
    return explanations.explain(
        condition, examination.shopId, new ProfileId(examination.profileId));
  }

  /// How two groups overlap; each is a segment or a list.
  @GetMapping("/segments/overlap")
  Overlaps.Overlap overlap(@RequestParam UUID a, @RequestParam UUID b) {
    segments.prepare();
    return overlaps.of(a, b);
  }

  record Starters(List<Starter> items) {}

  record Starter(
      String key,
      Map<String, String> name,
      Map<String, String> description,
      ObjectNode condition) {}

  /// Segments to begin with.
  @GetMapping("/segments/starters")
  Starters starters() {
    return new Starters(
        StarterSegments.all(shops.all().getFirst()).stream()
            .map(
                it ->
                    new Starter(
                        it.key(), it.name(), it.description(), conditions.tree(it.condition())))
            .toList());
  }

  /// What conditions can speak of here.
  @GetMapping("/segments/vocabulary")
  SegmentViews.Vocabulary vocabulary() {
    return views.vocabulary();
  }

  record OfPerson(List<SegmentViews.Membership> items) {}

  @GetMapping("/profiles/{id}/segments")
  OfPerson of(@PathVariable UUID id) {
    return new OfPerson(views.memberships(new ProfileId(id)));
  }

  /// What somebody is worth among all buyers, as of the last night's bounds.
  @GetMapping("/profiles/{id}/ranks")
  PersonRanks.PersonRank ranks(@PathVariable UUID id) {
    return ranks.of(new ProfileId(id));
  }

  private Segments.Draft draft(SegmentForm form) {
    return new Segments.Draft(
        Objects.requireNonNullElse(form.name, ""),
        Objects.requireNonNullElse(form.description, ""),
        form.shopId,
        condition(form.condition));
  }

  private Condition condition(@Nullable JsonNode node) {
    if (node == null || node.isNull()) {
      throw new Invalid("condition", "There is no condition.", "Say who belongs to the segment.");
    }
    return conditions.read(node, "condition");
  }

  private static int checked(String field, int value, int most) {
    if (value < 1 || value > most) {
      throw new Invalid(
          field, "The number is out of range.", "Use a number from 1 to " + most + ".");
    }
    return value;
  }
}
