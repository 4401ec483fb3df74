/// The one door for outside facts: a visible list of steps, each enriches or drops with a reason.
@ApplicationModule(
    allowedDependencies = {
      "shared",
      "platform",
      "accounts",
      "catalog",
      "profiles",
      "consent",
      "events",
      "orders"
    })
@NullMarked
package io.kundig.ingest;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
