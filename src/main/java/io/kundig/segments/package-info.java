/// Who belongs together: conditions, and who meets them at any moment.
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
package io.kundig.segments;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
