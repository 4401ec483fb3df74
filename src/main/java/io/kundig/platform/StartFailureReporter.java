package io.kundig.platform;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;

/// Says in one line why the server does not start.
class StartFailureReporter implements FailureAnalysisReporter {

  @Override
  public void report(FailureAnalysis analysis) {
    String line = "kundig: " + analysis.getDescription();
    String action = analysis.getAction();
    if (action != null && !action.isBlank()) {
      line += ": " + action;
    }
    System.err.println(line.strip().replaceAll("\\s*\\n\\s*", " "));
  }
}
