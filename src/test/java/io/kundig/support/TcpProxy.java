package io.kundig.support;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Stands between a server and what it needs, and can be cut.
public final class TcpProxy implements AutoCloseable {

  private final ServerSocket door;
  private final int target;
  private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;
  private volatile boolean silent;

  private TcpProxy(ServerSocket door, int target) {
    this.door = door;
    this.target = target;
  }

  /// @param target a port of this machine
  public static TcpProxy to(int target) {
    try {
      TcpProxy proxy =
          new TcpProxy(new ServerSocket(0, 200, InetAddress.getLoopbackAddress()), target);
      Thread.ofVirtual().start(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return door.getLocalPort();
  }

  /// From now on every connection breaks, open and new ones.
  public void cut() {
    cut = true;
    open.forEach(TcpProxy::closeQuietly);
    open.clear();
  }

  /// From now on nothing comes through, and nobody is told.
  public void swallow() {
    silent = true;
  }

  public void restore() {
    cut = false;
    silent = false;
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket near = door.accept();
        if (cut) {
          near.close();
          continue;
        }
        Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
        open.add(near);
        open.add(far);
        Thread.ofVirtual().start(() -> copy(near, far));
        Thread.ofVirtual().start(() -> copy(far, near));
      } catch (IOException e) {
        // Closed, or the target is away: the next one may be luckier.
      }
    }
  }

  private void copy(Socket from, Socket to) {
    try (from;
        to) {
      byte[] buffer = new byte[8192];
      for (int read = from.getInputStream().read(buffer);
          read >= 0;
          read = from.getInputStream().read(buffer)) {
        while (silent) {
          Thread.sleep(10);
        }
        to.getOutputStream().write(buffer, 0, read);
      }
    } catch (IOException e) {
      // Cut.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  private static void closeQuietly(Closeable one) {
    try {
      one.close();
    } catch (IOException e) {
      // It is closed, then.
    }
  }

  @Override
  public void close() {
    cut();
    closeQuietly(door);
  }
}
