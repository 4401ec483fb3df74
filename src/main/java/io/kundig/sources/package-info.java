/// Shop connectors and file imports, turned into facts.
@ApplicationModule(
    allowedDependencies = {
      "shared",
      "platform",
      "accounts",
      "catalog",
      "profiles",
      "consent",
      "events",
      "orders",
      "templates",
      "tracking",
      "ingest",
      "messaging"
    })
@NullMarked
package io.kundig.sources;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
