package io.kundig.segments;

import io.kundig.accounts.Shops;
import io.kundig.profiles.ProfileId;
import io.kundig.profiles.Profiles;
import io.kundig.segments.Explanations.Finding;
import io.kundig.shared.NotFound;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// What somebody is worth among all buyers of all shops, in the first shop's currency.
@Component
class PersonRanks {

  private final Profiles profiles;
  private final Explanations explanations;
  private final Shops shops;

  PersonRanks(Profiles profiles, Explanations explanations, Shops shops) {
    this.profiles = profiles;
    this.explanations = explanations;
    this.shops = shops;
  }

  /// @param enough whether there are enough buyers to compare; else nothing else is said
  /// @param group null: ordered nothing in two years
  /// @param score recency, frequency and monetary value as three digits, such as 323
  /// @param decile 1 for the best tenth; null: never ordered
  record PersonRank(
      String currency,
      boolean enough,
      @Nullable String group,
      @Nullable Integer score,
      @Nullable Integer decile) {}

  /// @throws NotFound if there is no such person
  @Transactional(readOnly = true)
  public PersonRank of(ProfileId asked) {
    ProfileId person =
        Optional.ofNullable(profiles.find(List.of(asked)).get(asked))
            .orElseThrow(() -> new NotFound("profile", asked.value()))
            .id();
    String currency = Judges.first(shops).currency();
    Condition everybody =
        new Condition.All(
            List.of(
                new Condition.Rfm(null, currency, Set.of(), Set.of(), Set.of(), Set.of()),
                new Condition.ValueDecile(null, currency, List.of(1))));
    List<Finding> found = explanations.explain(everybody, null, person).tree().of();
    Finding rfm = found.getFirst();
    Finding decile = found.getLast();
    boolean enough = !RfmNode.TOO_FEW.equals(decile.value());
    boolean grouped = enough && rfm.count() != null;
    return new PersonRank(
        currency, enough, grouped ? rfm.value() : null, number(rfm), number(decile));
  }

  private static @Nullable Integer number(Finding finding) {
    BigDecimal count = finding.count();
    return count == null ? null : (Integer) count.intValue();
  }
}
