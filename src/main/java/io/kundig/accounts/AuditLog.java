package io.kundig.accounts;

import java.util.Map;
import org.springframework.stereotype.Component;

/// What staff changed, when, from what to what. Append-only.
@Component
public class AuditLog {

  /// Records a change by the signed-in member of staff (or API key), in the caller's transaction.
  ///
  /// @param action e.g. `shop.updated`
  /// @param subject what was changed, e.g. `shop:1`
  /// @param changes field → [before, after]; never secrets
  public void record(String action, String subject, Map<String, Object[]> changes) {
    throw new UnsupportedOperationException();
  }
}
