package io.kundig.segments;

/// A test of one property of an event or one field of an order.
///
/// @param property a name, or a path of names such as `Items.0.Brand`. A name that contains dots is
///   found first. At a list, a number takes one element (from 0), a name is looked up in each
///   element, and the value is the list of what was found.
public record Filter(String property, ValueTest test) {}
