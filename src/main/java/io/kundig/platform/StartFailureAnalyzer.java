package io.kundig.platform;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

class StartFailureAnalyzer extends AbstractFailureAnalyzer<StartFailure> {

  @Override
  protected @Nullable FailureAnalysis analyze(Throwable root, StartFailure failure) {
    return new FailureAnalysis(failure.getMessage(), failure.remedy(), failure);
  }
}
