package io.kundig.sources.shops;

/// One webhook as the shop has it.
///
/// @param id the shop's own
/// @param active false: the shop has switched it off, as after too many failures
public record Hook(String id, String topic, boolean active) {}
