/// What tests of every module share.
@NullMarked
package io.kundig.support;

import org.jspecify.annotations.NullMarked;
