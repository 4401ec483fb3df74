package io.kundig.accounts;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Deletes what has run out.
@Component
class Housekeeping {

  private final Sessions sessions;
  private final Invitations invitations;
  private final SignInThrottle throttle;
  private final FirstAnswers firstAnswers;

  Housekeeping(
      Sessions sessions,
      Invitations invitations,
      SignInThrottle throttle,
      FirstAnswers firstAnswers) {
    this.sessions = sessions;
    this.invitations = invitations;
    this.throttle = throttle;
    this.firstAnswers = firstAnswers;
  }

  @Scheduled(initialDelayString = "PT10M", fixedDelayString = "PT1H")
  void tidy() {
    sessions.deleteExpired();
    invitations.deleteExpired();
    throttle.deleteDrained();
    firstAnswers.deleteOld();
  }
}
