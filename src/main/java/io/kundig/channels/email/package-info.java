/// E-mail over SMTP.
@NullMarked
package io.kundig.channels.email;

import org.jspecify.annotations.NullMarked;
