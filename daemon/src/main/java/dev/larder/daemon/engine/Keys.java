package dev.larder.daemon.engine;

import dev.larder.daemon.compiler.Action;
import dev.larder.daemon.inputs.Digest;
import dev.larder.storage.CacheKey;
import dev.larder.storage.KeyHasher;
import java.util.List;

/** The two keys of a result. The versions go up when what is stored under a key changes meaning. */
final class Keys {
  private static final String ACTION = "larder action 1";
  private static final String RESULT = "larder result 1";

  private Keys() {}

  /** Names a manifest: what was asked for, and the content of the sources named. */
  static CacheKey action(Action action, List<Action.Part> parts, List<Digest> sources) {
    KeyHasher hasher = new KeyHasher(ACTION);
    hasher.number(parts.size());
    for (Action.Part part : parts) {
      hasher.text(part.label()).text(part.value());
    }
    hasher.number(sources.size());
    for (int i = 0; i < sources.size(); i++) {
      hasher
          .text(action.rules().sourceInKey(action.sources().get(i)))
          .bytes(sources.get(i).bytes());
    }
    hasher.number(action.outputs().size());
    for (Action.Output output : action.outputs()) {
      hasher.text(output.section());
    }
    return hasher.toKey();
  }

  /** Names an entry: the action, and everything that the run was seen to depend on. */
  static CacheKey result(CacheKey action, Digest inputs) {
    return new KeyHasher(RESULT).key(action).bytes(inputs.bytes()).toKey();
  }
}
