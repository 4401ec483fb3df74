package io.kundig.profiles;

/// Implemented by every module that keeps what people could be recognised by: forgets it for good.
///
/// Called in one transaction for all modules, and once more when every transaction has ended that
/// may still have written about the person. What the shop's books and figures need stays, without
/// anything that leads to the person.
public interface ErasureParticipant {

  void erase(Erasure person);
}
