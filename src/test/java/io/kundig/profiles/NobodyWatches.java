package io.kundig.profiles;

import java.util.Collection;

/// For tests of what tells watchers.
public final class NobodyWatches implements ProfileWatcher {

  @Override
  public void changed(Collection<ProfileId> people) {}

  @Override
  public void changed(Identifier identifier) {}
}
