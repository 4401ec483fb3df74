/// Shop systems that tell what happens in them. The frame is here; each system has a package of its
/// own that only turns the system's words into [ShopRecord]s ([Platform]).
@NullMarked
package io.kundig.sources.shops;

import org.jspecify.annotations.NullMarked;
