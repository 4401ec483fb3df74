/// Any shop: its own developer sends its records through our API.
@NullMarked
package io.kundig.sources.shops.own;

import org.jspecify.annotations.NullMarked;
