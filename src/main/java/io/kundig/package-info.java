/// Kundig, a self-hosted CRM for online shops.
@NullMarked
package io.kundig;

import org.jspecify.annotations.NullMarked;
