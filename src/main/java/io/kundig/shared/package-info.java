/// The few types that every module speaks: money, pages, problems, ids, SQL fragments.
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.kundig.shared;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
