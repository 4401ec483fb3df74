package io.kundig.consent;

/// The ways to reach a person.
public enum ChannelKind {
  EMAIL,
  SMS,
  WHATSAPP,
  PUSH,
  POST
}
