/// Numbers in money, and the people and orders behind each.
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
      "messaging",
      "flows"
    })
@NullMarked
package io.kundig.reporting;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
