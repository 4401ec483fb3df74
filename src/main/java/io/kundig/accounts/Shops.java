package io.kundig.accounts;

import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// The shops of this installation. Reads are served from memory and see a change at once.
@Component
public class Shops {

  public List<Shop> all() {
    throw new UnsupportedOperationException();
  }

  /// @throws io.kundig.shared.NotFound if there is no such shop
  public Shop get(int id) {
    throw new UnsupportedOperationException();
  }

  public Optional<Shop> byWriteKey(String writeKey) {
    throw new UnsupportedOperationException();
  }
}
