package io.kundig.sources.shops;

import io.kundig.profiles.Erasures;
import java.util.List;
import org.springframework.stereotype.Component;

/// Erases customers whom the shop has deleted, where the connection is set to do so.
@Component
class GoneCustomers {

  private final People people;
  private final Erasures erasures;

  GoneCustomers(People people, Erasures erasures) {
    this.people = people;
    this.erasures = erasures;
  }

  /// Before it is noted that they are gone, and in transactions of its own: if this server dies in
  /// between, it is done again.
  void erase(ShopConnection connection, List<Answer> answers) {
    if (!connection.settings().eraseDeleted()) {
      return;
    }
    for (Answer answer : answers) {
      if (answer instanceof Answer.Gone(RecordRef ref) && ref.resource() == Resource.CUSTOMER) {
        people.byAccount(connection, ref.id()).ifPresent(erasures::erase);
      }
    }
  }
}
