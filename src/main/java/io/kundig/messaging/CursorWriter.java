package io.kundig.messaging;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// Moves the cursors of all lanes: those that wait at the same time share one commit.
final class CursorWriter implements AutoCloseable {

  private static final Move END = new Move(new Slot(0, 0), 0);

  private final SlotStore slots;
  private final Clock clock;
  private final BlockingQueue<Move> waiting = new LinkedBlockingQueue<>();
  private final Thread thread;

  private record Move(Slot slot, int cur, CompletableFuture<Boolean> done) {
    Move(Slot slot, int cur) {
      this(slot, cur, new CompletableFuture<>());
    }
  }

  CursorWriter(SlotStore slots, Clock clock) {
    this.slots = slots;
    this.clock = clock;
    // Not virtual: all lanes wait for it, and a lane that writes letters would keep it waiting.
    this.thread = Thread.ofPlatform().daemon().name("cursor-writer").start(this::run);
  }

  /// Returns when the move is durable.
  ///
  /// @throws Slot.Fenced if the slot is ours no more
  /// @throws RuntimeException if it is unknown whether it came through
  void move(Slot slot, int cur) {
    var move = new Move(slot, cur);
    waiting.add(move);
    try {
      if (!move.done.join()) {
        throw new Slot.Fenced(slot);
      }
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private void run() {
    List<Move> moves = new ArrayList<>();
    while (true) {
      @Nullable Move first = take();
      if (first == null) {
        return;
      }
      moves.add(first);
      waiting.drainTo(moves);
      boolean last = moves.remove(END);
      commit(moves);
      moves.clear();
      if (last) {
        return;
      }
    }
  }

  private @Nullable Move take() {
    try {
      return waiting.take();
    } catch (InterruptedException e) {
      return null;
    }
  }

  private void commit(List<Move> moves) {
    if (moves.isEmpty()) {
      return;
    }
    Map<Slot, Integer> cursors = new LinkedHashMap<>();
    moves.forEach(move -> cursors.put(move.slot, move.cur));
    try {
      Set<Integer> ours = slots.move(cursors, clock.instant());
      moves.forEach(move -> move.done.complete(ours.contains(move.slot.number())));
    } catch (RuntimeException | Error e) {
      moves.forEach(move -> move.done.completeExceptionally(e));
    }
  }

  @Override
  public void close() {
    waiting.add(END);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
