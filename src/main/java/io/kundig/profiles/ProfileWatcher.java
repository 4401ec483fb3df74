package io.kundig.profiles;

import java.util.Collection;

/// Implemented by whoever keeps something made of what people are: told, in the transaction that
/// writes it, whose traits, identifiers, consents, suppressions or orders were changed. What is
/// appended to the log it reads there.
public interface ProfileWatcher {

  void changed(Collection<ProfileId> people);

  /// The same of whoever owns an identifier, if anybody does.
  void changed(Identifier identifier);
}
