/// People: identifiers, traits, merge and erasure.
@ApplicationModule(allowedDependencies = {"shared", "platform", "accounts"})
@NullMarked
package io.kundig.profiles;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
