package io.kundig.sources.shops;

import java.net.URI;

/// A kind of shop system that takes an app of ours: staff put its file into the shop, which then
/// makes itself known ([Handshakes]) and hands its keys over.
public interface AppPlatform extends Platform {

  /// The app's file for one connection.
  ///
  /// @param target where the shop's deliveries go
  /// @param secret by which the shop proves that it has this very file
  App app(URI target, String secret);

  /// @param name of the file
  record App(String name, String mediaType, byte[] file) {}
}
