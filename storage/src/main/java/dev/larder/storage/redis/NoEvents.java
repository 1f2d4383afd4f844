package dev.larder.storage.redis;

import io.lettuce.core.event.Event;
import io.lettuce.core.event.EventBus;
import reactor.core.publisher.Flux;

/**
 * Tells nobody of what happens to connections. The client's own bus takes hundreds of classes to do
 * so, which each daemon would have ready at its start.
 */
final class NoEvents implements EventBus {
  @Override
  public Flux<Event> get() {
    return Flux.never();
  }

  @Override
  public void publish(Event event) {}
}
