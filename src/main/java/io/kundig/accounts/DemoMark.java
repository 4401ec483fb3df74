package io.kundig.accounts;

/// Says of an installation that its people are invented, also when it is started without `--demo`.
public interface DemoMark {

  boolean isDemo();
}
