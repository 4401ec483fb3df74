package io.kundig.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TicketTests {

  @Test
  @Timeout(5)
  void nobodyWaitsForEverOnALaneThatHangs() {
    Ticket ticket = new Ticket(2, Duration.ofMillis(10));
    new Ticket.Share(ticket, List.of()).done();

    assertThatThrownBy(ticket::await)
        .isInstanceOfSatisfying(
            Ingest.Busy.class, busy -> assertThat(busy.databaseAway()).isTrue());
  }
}
