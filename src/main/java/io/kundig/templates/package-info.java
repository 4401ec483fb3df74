/// Content, brand, legal footer, and rendering per recipient.
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
package io.kundig.templates;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
