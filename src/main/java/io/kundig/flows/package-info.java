/// Triggers, and the steps that follow for each profile.
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
      "segments",
      "messaging"
    })
@NullMarked
package io.kundig.flows;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
