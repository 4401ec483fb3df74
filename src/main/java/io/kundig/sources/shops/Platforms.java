package io.kundig.sources.shops;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/// The kinds of shop systems that can be connected.
@Component
class Platforms {

  private final List<Platform> all;

  Platforms(ObjectProvider<Platform> all) {
    this.all = all.stream().sorted(Comparator.comparing(Platform::kind)).toList();
  }

  List<Platform> all() {
    return all;
  }

  Optional<Platform> find(String kind) {
    return all.stream().filter(platform -> platform.kind().equals(kind)).findFirst();
  }

  Platform of(ShopConnection connection) {
    return find(connection.kind())
        .orElseThrow(() -> new IllegalStateException("no platform " + connection.kind()));
  }
}
