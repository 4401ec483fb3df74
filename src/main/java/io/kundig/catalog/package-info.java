/// A mirror of the shops' products, variants, stock and prices.
@ApplicationModule(allowedDependencies = {"shared", "platform", "accounts"})
@NullMarked
package io.kundig.catalog;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
