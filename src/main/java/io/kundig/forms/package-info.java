/// Sign-up forms, preference page and unsubscribe page.
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
package io.kundig.forms;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
