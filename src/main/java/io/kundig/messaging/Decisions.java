package io.kundig.messaging;

import static java.util.stream.Collectors.groupingBy;

import io.kundig.messaging.Circumstances.Addressee;
import io.kundig.messaging.Circumstances.Situation;
import io.kundig.messaging.FrequencyGap.Recent;
import io.kundig.messaging.MessageRequest.Kind;
import io.kundig.messaging.MessageStore.NewMessage;
import io.kundig.profiles.ProfileId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Decides requests, and stores each with its decision, whatever that is.
@Component
class Decisions {

  private static final int MAX_BATCH = 1_000;

  private final MessageStore messages;
  private final Circumstances circumstances;
  private final FrequencyGap gap;
  private final Clock clock;

  Decisions(MessageStore messages, Circumstances circumstances, FrequencyGap gap, Clock clock) {
    this.messages = messages;
    this.circumstances = circumstances;
    this.gap = gap;
    this.clock = clock;
  }

  List<Decision> decide(List<MessageRequest> requests) {
    if (requests.size() > MAX_BATCH) {
      throw new IllegalArgumentException("at most " + MAX_BATCH + " messages in one batch");
    }
    messages.beginWriting();
    Map<UUID, Decision> decided =
        messages.decisions(requests.stream().map(MessageRequest::messageId).toList());
    Map<UUID, MessageRequest> fresh = new LinkedHashMap<>();
    for (MessageRequest request : requests) {
      if (!decided.containsKey(request.messageId())) {
        fresh.putIfAbsent(request.messageId(), request);
      }
    }
    if (!fresh.isEmpty()) {
      decided.putAll(store(judge(fresh.values())));
    }
    return requests.stream().map(request -> known(decided, request)).toList();
  }

  private List<Candidate> judge(Collection<MessageRequest> requests) {
    List<Candidate> candidates = new ArrayList<>();
    requests.stream()
        .collect(groupingBy(MessageRequest::channel))
        .forEach(
            (channel, some) -> {
              Map<Addressee, Situation> situations =
                  circumstances.of(channel, some.stream().map(Decisions::addressee).toList());
              for (MessageRequest request : some) {
                candidates.add(new Candidate(request, situations.get(addressee(request))));
              }
            });
    checkGap(candidates);
    for (Candidate candidate : candidates) {
      candidate.checklist.trackingConsent(candidate.situation);
      candidate.checklist.skip("template_ok", Map.of());
      candidate.checklist.skip("unsubscribe_link", Map.of());
    }
    return candidates;
  }

  /// Locks the people who would get marketing, so that of two callers the second sees what the
  /// first decided.
  private void checkGap(List<Candidate> candidates) {
    List<Candidate> marketing =
        candidates.stream().filter(one -> one.request.kind() == Kind.MARKETING).toList();
    List<Candidate> open = marketing.stream().filter(one -> one.checklist.holds()).toList();
    Set<ProfileId> people = open.stream().map(Candidate::profileId).collect(Collectors.toSet());
    Duration longest =
        open.stream().map(Candidate::gap).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    gap.lock(people);
    Map<ProfileId, Recent> last = gap.last(people, longest, clock.instant());
    for (Candidate candidate : marketing) {
      ProfileId person = candidate.profileId();
      FrequencyGap.check(
          candidate.checklist, candidate.gap(), candidate.request.at(), last.get(person));
      if (candidate.checklist.holds()) {
        last.put(person, new Recent(candidate.request.at(), null));
      }
    }
  }

  private Map<UUID, Decision> store(List<Candidate> candidates) {
    Instant now = clock.instant();
    List<NewMessage> stored =
        candidates.stream()
            .map(
                one ->
                    new NewMessage(
                        one.request,
                        one.profileId(),
                        one.situation.address(),
                        one.checklist.decision(),
                        now))
            .toList();
    return messages.insert(stored);
  }

  private static Decision known(Map<UUID, Decision> decided, MessageRequest request) {
    Decision decision = decided.get(request.messageId());
    if (decision == null) {
      throw new IllegalStateException("no decision for message " + request.messageId());
    }
    return decision;
  }

  private static Addressee addressee(MessageRequest request) {
    return new Addressee(request.profileId(), request.shopId(), request.address());
  }

  private static final class Candidate {
    final MessageRequest request;
    final Situation situation;
    final Checklist checklist;

    Candidate(MessageRequest request, @Nullable Situation situation) {
      this.request = request;
      this.situation = Objects.requireNonNull(situation);
      this.checklist = Checklist.standing(request.kind(), this.situation);
    }

    /// Merges followed.
    ProfileId profileId() {
      return situation.person() == null ? request.profileId() : situation.person().id();
    }

    Duration gap() {
      return Duration.ofHours(situation.shop().rules().marketingGapHours());
    }
  }
}
