package io.kundig.sources.shops;

import static io.kundig.sources.shops.Version.Decision.APPLY;
import static io.kundig.sources.shops.Version.Decision.ASK;
import static io.kundig.sources.shops.Version.Decision.IGNORE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class VersionTests {

  private static final Instant T = Instant.parse("2026-03-02T09:00:00Z");
  private static final Version KNOWN = new Version(T, 7, false, 10, "1001", "");
  private static final Version DELETED = new Version(T, 7, true, 10, "1001", "");

  @Test
  void whatTheShopSendsCountsWhenItIsNewer() {
    assertThat(Version.pushed(null, T, 7)).isEqualTo(APPLY);
    assertThat(Version.pushed(KNOWN, T.plusSeconds(1), 8)).isEqualTo(APPLY);
    assertThat(Version.pushed(KNOWN, T.minusSeconds(1), 8)).isEqualTo(IGNORE);
    assertThat(Version.pushed(KNOWN, T, 7)).isEqualTo(IGNORE);
  }

  @Test
  void onlyTheShopTellsTwoStatesOfOneSecondApartAndWhatWasRestoredFromWhatIsLate() {
    assertThat(Version.pushed(KNOWN, T, 8)).isEqualTo(ASK);
    assertThat(Version.pushed(DELETED, T.plusSeconds(1), 8)).isEqualTo(ASK);
  }

  @Test
  void anAnswerCountsUnlessSomethingWasAppliedSinceItWasAskedFor() {
    assertThat(Version.answered(KNOWN, T, 8, 11)).isEqualTo(APPLY);
    assertThat(Version.answered(KNOWN, T, 8, 10)).isEqualTo(ASK);
    assertThat(Version.answered(DELETED, T, 8, 11)).isEqualTo(APPLY);
    assertThat(Version.answered(DELETED, T.plusSeconds(1), 8, 9)).isEqualTo(ASK);
    assertThat(Version.gone(KNOWN, 11)).isEqualTo(APPLY);
    assertThat(Version.gone(KNOWN, 9)).isEqualTo(ASK);
    assertThat(Version.gone(null, 1)).isEqualTo(APPLY);
  }

  @Test
  void anOldAnswerNeverGoesBack() {
    assertThat(Version.answered(KNOWN, T.minusSeconds(1), 8, 11)).isEqualTo(IGNORE);
  }
}
