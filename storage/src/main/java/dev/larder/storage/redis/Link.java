package dev.larder.storage.redis;

import io.lettuce.core.RedisCommandExecutionException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * The way to a server, which is open or closed: after a failure nobody is kept waiting for the
 * server until it has been reached again, in the background. Safe for use by many threads.
 */
/*
 * Only the first connection is waited for, and only for a while counted from its first attempt. A
 * server that gives no sign of life in time is left alone at once, since each further request would
 * wait as long again; one that answers too slowly when what it spoiled adds up, unless it has
 * something to give. Then the first request after a pause has another connection made, and goes on
 * without it. The pause doubles each time, until a connection has lasted. A connection for which
 * nobody waits any more is used once the server has answered on it in time.
 */
final class Link implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Link.class.getName());

  /** A connection that has lasted for this many pauses lets the next one be short again. */
  private static final int LASTED = 10;

  private static final String LOST = "connection lost";

  private final String name;
  private final Connector connector;
  private final Timing timing;
  private final long replyNanos;
  private final long wholeNanos;
  private final LongSupplier nanos;
  private State state = new State.Idle();
  private long pause;
  private boolean complained;
  private long spoiled;

  /** Where it stands. */
  private sealed interface State {
    record Idle() implements State {}

    /** The first connection is being made. */
    record Connecting(CompletableFuture<Void> done, long since) implements State {}

    record Up(Connection connection, long since) implements State {}

    /**
     * @param trying whether a new connection is being made
     */
    record Down(String reason, long until, boolean trying) implements State {}

    record Closed() implements State {}
  }

  /**
   * @param name how messages name it
   */
  Link(String name, Connector connector, Timing timing, LongSupplier nanos) {
    this.name = name;
    this.connector = connector;
    this.timing = timing;
    this.replyNanos = timing.reply().toNanos();
    this.wholeNanos = timing.whole().toNanos();
    this.nanos = nanos;
    this.pause = timing.pause().toNanos();
  }

  /** Begins to connect, if nothing has yet. Does not wait. */
  synchronized void begin() {
    if (state instanceof State.Idle) {
      CompletableFuture<Void> done = new CompletableFuture<>();
      state = new State.Connecting(done, nanos.getAsLong());
      attempt(done);
    }
  }

  private void attempt(CompletableFuture<Void> done) {
    Thread.ofPlatform().daemon().name("connects to Redis").start(() -> connect(done));
  }

  private void connect(CompletableFuture<Void> done) {
    try {
      Connection made = connector.connect();
      Optional<String> objection = isWaitedFor() ? Optional.empty() : objection(made);
      if (objection.isEmpty()) {
        up(made);
      } else {
        made.close();
        down(objection.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      down("interrupted");
    } catch (ExecutionException e) {
      LOG.log(Level.DEBUG, name, e);
      down(Reasons.of(e.getCause() == null ? e : e.getCause()));
    } catch (Exception | LinkageError e) {
      LOG.log(Level.DEBUG, name, e);
      down(Reasons.of(e));
    } finally {
      done.complete(null);
    }
  }

  private synchronized boolean isWaitedFor() {
    return state instanceof State.Connecting connecting
        && nanos.getAsLong() - connecting.since() < timing.connect().toNanos();
  }

  /** What speaks against a connection: an answer that does not come in the time of a reply. */
  private Optional<String> objection(Connection made) throws InterruptedException {
    try {
      made.commands().ping().get(replyNanos, TimeUnit.NANOSECONDS);
      return Optional.empty();
    } catch (ExecutionException e) {
      return e.getCause() instanceof RedisCommandExecutionException said
          ? Reasons.away(said)
          : Optional.of(LOST);
    } catch (TimeoutException e) {
      return Optional.of("too slow");
    } catch (CancellationException e) {
      return Optional.of(LOST);
    }
  }

  private synchronized void up(Connection made) {
    if (state instanceof State.Closed) {
      made.close();
      return;
    }
    state = new State.Up(made, nanos.getAsLong());
    spoiled = 0;
    LOG.log(Level.DEBUG, "{0}: connected", name);
    if (complained) {
      complained = false;
      LOG.log(Level.WARNING, "{0}: reached again", name);
    }
  }

  /** The pause begins, or begins anew. */
  private synchronized void down(String reason) {
    long now = nanos.getAsLong();
    switch (state) {
      case State.Closed closed -> {
        return;
      }
      case State.Up up -> {
        up.connection().close();
        if (now - up.since() > LASTED * pause) {
          pause = timing.pause().toNanos();
        }
      }
      case State.Idle idle -> {}
      case State.Connecting connecting -> {}
      case State.Down down -> {}
    }
    state = new State.Down(reason, now + pause, false);
    pause = Math.min(2 * pause, timing.longest().toNanos());
    if (!complained) {
      complained = true;
      LOG.log(Level.WARNING, "{0}: {1}; going on without it until it is back", name, reason);
    }
  }

  /** Gives a connection up, unless another has taken its place. */
  private synchronized void lose(Connection connection, String reason) {
    if (state instanceof State.Up up && up.connection().equals(connection)) {
      down(reason);
    }
  }

  /** The connection that there is, or that comes in time. */
  Connection connection() throws RedisTrouble, InterruptedException {
    begin();
    State now = current();
    if (now instanceof State.Connecting connecting) {
      long left = connecting.since() + timing.connect().toNanos() - nanos.getAsLong();
      try {
        connecting.done().get(Math.max(0, left), TimeUnit.NANOSECONDS);
      } catch (ExecutionException | TimeoutException late) {
        throw RedisTrouble.away("still connecting");
      }
      now = current();
    }
    return switch (now) {
      case State.Up up -> {
        if (!up.connection().isOpen()) {
          lose(up.connection(), LOST);
          throw RedisTrouble.away(LOST);
        }
        yield up.connection();
      }
      case State.Down down -> {
        tryAgain();
        throw RedisTrouble.away(down.reason());
      }
      case State.Closed closed -> throw RedisTrouble.away("closed");
      case State.Idle idle -> throw RedisTrouble.away("still connecting");
      case State.Connecting connecting -> throw RedisTrouble.away("still connecting");
    };
  }

  private synchronized State current() {
    return state;
  }

  /** Whether the server is being left alone. */
  synchronized boolean isDown() {
    return state instanceof State.Down;
  }

  private synchronized void tryAgain() {
    if (state instanceof State.Down down && !down.trying() && nanos.getAsLong() >= down.until()) {
      state = new State.Down(down.reason(), down.until(), true);
      attempt(new CompletableFuture<>());
    }
  }

  /**
   * Waits for a reply, as long as the server gives signs of life.
   *
   * @param asked when it was asked for
   */
  <T> T reply(Connection connection, Future<T> reply, long asked)
      throws RedisTrouble, InterruptedException {
    while (true) {
      long heard = Math.max(asked, connection.lastReceived());
      long deadline = Math.min(heard + replyNanos, asked + wholeNanos);
      try {
        T value = reply.get(Math.max(0, deadline - nanos.getAsLong()), TimeUnit.NANOSECONDS);
        took(connection, nanos.getAsLong() - asked);
        return value;
      } catch (TimeoutException e) {
        if (connection.lastReceived() <= heard || nanos.getAsLong() >= asked + wholeNanos) {
          reply.cancel(true);
          lose(connection, "no answer in time");
          throw RedisTrouble.away("no answer in time");
        }
      } catch (ExecutionException e) {
        throw trouble(connection, e);
      } catch (CancellationException e) {
        lose(connection, LOST);
        throw RedisTrouble.away(LOST);
      }
    }
  }

  private RedisTrouble trouble(Connection connection, ExecutionException failure) {
    if (failure.getCause() instanceof RedisCommandExecutionException said) {
      var away = Reasons.away(said);
      if (away.isEmpty()) {
        return RedisTrouble.refused(Reasons.spoken(said));
      }
      lose(connection, away.get());
      return RedisTrouble.away(away.get());
    }
    LOG.log(Level.DEBUG, name, failure);
    lose(connection, LOST);
    return RedisTrouble.away(LOST);
  }

  private synchronized void took(Connection connection, long time) {
    long beyond = time - timing.slow().toNanos();
    if (beyond > 0) {
      spoiled += beyond;
      if (spoiled > timing.patience().toNanos()) {
        lose(connection, "too slow");
      }
    }
  }

  /** It had something to give, which is worth some waiting. */
  synchronized void gave() {
    spoiled = 0;
  }

  /** How it stands, in a word or some. */
  synchronized String status() {
    return switch (state) {
      case State.Idle idle -> "not used yet";
      case State.Connecting connecting -> "connecting";
      case State.Up up -> "connected";
      case State.Down down -> down.reason();
      case State.Closed closed -> "closed";
    };
  }

  @Override
  public synchronized void close() {
    if (state instanceof State.Up up) {
      up.connection().close();
    }
    state = new State.Closed();
  }
}
