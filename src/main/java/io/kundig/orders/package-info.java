/// The state of orders, refunds and carts.
@ApplicationModule(allowedDependencies = {"shared", "platform", "accounts", "catalog", "profiles"})
@NullMarked
package io.kundig.orders;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
