package dev.larder.storage.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Stands between a client and a server, and delays, limits, stalls, cuts or corrupts replies. */
public final class Proxy implements AutoCloseable {
  private final ServerSocket listener;
  private final int server;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicLong connections = new AtomicLong();
  private final AtomicLong corrupted = new AtomicLong();
  private volatile Duration delay = Duration.ZERO;
  private volatile long corruptEach = Long.MAX_VALUE;
  private volatile long cutAfter = Long.MAX_VALUE;
  private volatile long bytesPerSecond = Long.MAX_VALUE;
  private volatile boolean stalled;

  private Proxy(ServerSocket listener, int server) {
    this.listener = listener;
    this.server = server;
  }

  /** A proxy before a server on this machine. */
  public static Proxy to(int server) {
    try {
      Proxy proxy = new Proxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), server);
      Thread.ofPlatform().daemon().start(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens. */
  public int port() {
    return listener.getLocalPort();
  }

  /** How many connections have been made through it. */
  public long connections() {
    return connections.get();
  }

  /** Each piece of a reply comes so much later. */
  public void delay(Duration time) {
    delay = time;
  }

  /** One byte of so many in replies is changed. */
  public void corruptOneByteIn(long bytes) {
    corruptEach = bytes;
  }

  /** How many were. */
  public long corrupted() {
    return corrupted.get();
  }

  /** Connections end after so many bytes of replies from now on. */
  public void cutAfter(long bytes) {
    cutAfter = bytes;
  }

  /** No reply comes faster than this. */
  public void limit(long bytes) {
    bytesPerSecond = bytes;
  }

  /** Whether nothing comes at all. */
  public void stall(boolean now) {
    stalled = now;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server);
        client.setTcpNoDelay(true);
        upstream.setTcpNoDelay(true);
        sockets.add(client);
        sockets.add(upstream);
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> copy(client, upstream, false));
        Thread.ofVirtual().start(() -> copy(upstream, client, true));
      }
    } catch (IOException closed) {
      // It was closed.
    }
  }

  private void copy(Socket from, Socket to, boolean replies) {
    byte[] buffer = new byte[16 << 10];
    long sent = 0;
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (replies) {
          hold(read);
          corrupt(buffer, read, sent);
          sent += read;
          if (sent > cutAfter) {
            return;
          }
        }
        out.write(buffer, 0, read);
      }
    } catch (IOException gone) {
      // One side has closed.
    }
  }

  private void hold(int bytes) {
    while (stalled && !listener.isClosed()) {
      LockSupport.parkNanos(1_000_000);
    }
    long nanos = delay.toNanos();
    if (bytesPerSecond != Long.MAX_VALUE) {
      nanos += bytes * 1_000_000_000L / bytesPerSecond;
    }
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() < end && !listener.isClosed()) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }

  private void corrupt(byte[] buffer, int length, long before) {
    long each = corruptEach;
    for (long at = (before / each + 1) * each - before;
        each != Long.MAX_VALUE && at < length;
        at += each) {
      buffer[(int) at] ^= 4;
      corrupted.incrementAndGet();
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
