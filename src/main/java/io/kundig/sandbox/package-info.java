/// A clock that can be moved and a mailbox that can be read, for trying things out.
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
      "channels",
      "flows",
      "forms",
      "sources",
      "reporting"
    })
@NullMarked
package io.kundig.sandbox;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
