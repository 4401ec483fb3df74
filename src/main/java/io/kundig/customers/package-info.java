/// What is known of one person, put together for the people who look at it.
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
package io.kundig.customers;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
