/// The append-only log of what happened, read through named cursors.
@ApplicationModule(allowedDependencies = {"shared", "platform", "accounts", "catalog", "profiles"})
@NullMarked
package io.kundig.events;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
