/// What the process stands on: settings, clock, secret, database, health.
@ApplicationModule(allowedDependencies = {"shared"})
@NullMarked
package io.kundig.platform;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
