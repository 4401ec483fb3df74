/// Staff, roles, API keys, shops and the audit log.
@ApplicationModule(allowedDependencies = {"shared", "platform"})
@NullMarked
package io.kundig.accounts;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
