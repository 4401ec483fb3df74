package io.kundig.accounts;

import java.util.Map;

/// One step of setting up, judged from real state by the module that knows it: `connect` by ingest,
/// `flow` by flows, `testMail` by messaging.
public interface OnboardingStep {

  /// The step's key in the API.
  String key();

  /// Asked at every look at the checklist: one cheap query.
  Progress progress();

  /// @param detail what the app needs to say how it stands, e.g. `lastEventAt`
  record Progress(boolean done, Map<String, Object> detail) {}
}
