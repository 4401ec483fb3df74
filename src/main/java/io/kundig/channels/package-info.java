/// The ways out of the house: each implements messaging's `Channel`.
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
package io.kundig.channels;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
