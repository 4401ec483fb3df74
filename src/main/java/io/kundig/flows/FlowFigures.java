package io.kundig.flows;

import io.kundig.shared.Money;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What flows brought, as the module `reporting` counts it.
public interface FlowFigures {

  /// Days are the shop's, both included. Flows that did nothing may be absent.
  Map<UUID, Figures> flows(int shopId, LocalDate from, LocalDate to);

  /// Figures of one flow by step key.
  Map<String, StepFigures> steps(UUID flowId, LocalDate from, LocalDate to);

  /// @param openRate of recipients whose opens may be measured; 0 to 1
  record Figures(
      int recipients,
      int opens,
      int clicks,
      int orders,
      Money revenue,
      @Nullable Money revenuePerRecipient,
      int unsubscribes,
      @Nullable Double openRate,
      @Nullable Double clickRate) {}

  record StepFigures(
      int sent,
      int skipped,
      int opens,
      int clicks,
      int orders,
      Money revenue,
      List<SkippedBy> skippedBy) {}

  record SkippedBy(String reason, int count) {}
}
