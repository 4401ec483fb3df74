/// Consent by channel and purpose with its proof, suppression, double opt-in.
@ApplicationModule(allowedDependencies = {"shared", "platform", "accounts", "catalog", "profiles"})
@NullMarked
package io.kundig.consent;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
