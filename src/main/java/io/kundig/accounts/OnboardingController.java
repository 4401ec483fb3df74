package io.kundig.accounts;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class OnboardingController {

  private final Onboarding onboarding;

  OnboardingController(Onboarding onboarding) {
    this.onboarding = onboarding;
  }

  @GetMapping("/api/v1/onboarding")
  Onboarding.Checklist checklist() {
    return onboarding.checklist();
  }
}
