package io.kundig.orders;

import io.kundig.orders.OrderState.Kind;
import io.kundig.orders.OrderState.Refund;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Finds the credit notes of an order that stand for refunds which the shop reported: bookkeeping
/// gives them numbers of its own, and writes them some days before or after.
final class CreditNotes {

  private static final Duration APART = Duration.ofDays(3);

  private static final Comparator<Map.Entry<String, Refund>> BY_TIME =
      Comparator.comparing((Map.Entry<String, Refund> refund) -> refund.getValue().at())
          .thenComparing(Map.Entry::getKey);

  private CreditNotes() {}

  /// Each reported refund takes up one note at most: two equal ones may be two returns.
  ///
  /// @param refunds all of one order, by id
  /// @return the ids of the notes
  static Set<String> ofReported(Map<String, Refund> refunds) {
    List<Map.Entry<String, Refund>> reported = ofKind(refunds, Kind.REPORTED);
    Set<String> notes = new HashSet<>();
    for (Map.Entry<String, Refund> note : ofKind(refunds, Kind.CREDIT_NOTE)) {
      for (Iterator<Map.Entry<String, Refund>> all = reported.iterator(); all.hasNext(); ) {
        if (isSame(all.next().getValue(), note.getValue())) {
          all.remove();
          notes.add(note.getKey());
          break;
        }
      }
    }
    return notes;
  }

  private static List<Map.Entry<String, Refund>> ofKind(Map<String, Refund> refunds, Kind kind) {
    List<Map.Entry<String, Refund>> found = new ArrayList<>();
    for (Map.Entry<String, Refund> refund : refunds.entrySet()) {
      if (refund.getValue().kind() == kind) {
        found.add(refund);
      }
    }
    found.sort(BY_TIME);
    return found;
  }

  private static boolean isSame(Refund reported, Refund note) {
    return reported.amount() != null
        && note.amount() != null
        && reported.amount().compareTo(note.amount()) == 0
        && Duration.between(reported.at(), note.at()).abs().compareTo(APART) <= 0;
  }
}
