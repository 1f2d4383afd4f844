package dev.larder.daemon.stats;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/** An executor whose "later" comes when a test says so. */
final class Later implements Executor {
  private final Queue<Runnable> tasks = new ArrayDeque<>();

  @Override
  public synchronized void execute(Runnable task) {
    tasks.add(task);
  }

  synchronized int waiting() {
    return tasks.size();
  }

  void come() {
    for (Runnable task = next(); task != null; task = next()) {
      task.run();
    }
  }

  @SuppressWarnings("NullAway") // the end of the queue
  private synchronized Runnable next() {
    return tasks.poll();
  }
}
