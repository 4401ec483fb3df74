/// A lively shop to look around in, made by a deterministic simulation.
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
      "reporting",
      "sandbox"
    })
@NullMarked
package io.kundig.demo;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
