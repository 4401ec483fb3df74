/// Product feeds, fetched by their address every hour.
@NullMarked
package io.kundig.sources.feeds;

import org.jspecify.annotations.NullMarked;
