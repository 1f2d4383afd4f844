package dev.larder.daemon.engine;

import dev.larder.daemon.inputs.files.Kernel;
import dev.larder.daemon.inputs.observation.EventKind;
import dev.larder.daemon.inputs.observation.Observable;
import dev.larder.daemon.inputs.observation.Region;
import dev.larder.daemon.protocol.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The library that is preloaded into compilers, and how it gets there. */
public final class Observer {
  /* What a compiler can depend on. Clock and host name are asked for by all and used by none. */
  private static final Set<EventKind> OF_COMPILERS =
      EnumSet.complementOf(EnumSet.of(EventKind.CLOCK, EventKind.HOST));

  private final Path library;
  private final Kernel kernel = new Kernel();
  private final SecureRandom random = new SecureRandom();
  private final Optional<String> obstacle;

  /**
   * The observer at a path.
   *
   * @param library the shared library, absolute
   */
  public Observer(Path library) {
    this.library = library;
    this.obstacle = check(library);
  }

  /* The loader splits LD_PRELOAD at spaces and colons. */
  private static Optional<String> check(Path library) {
    if (!Files.isReadable(library)) {
      return Optional.of("no observer at " + library);
    }
    return library.toString().matches(".*[ :\\n].*")
        ? Optional.of("Larder is installed under a path with a space or colon: " + library)
        : Optional.empty();
  }

  Path library() {
    return library;
  }

  /** Whether a program is the wrapper of this image, which asks the daemon. */
  boolean isWrapper(String program) {
    Path wrapper = library.resolveSibling("../bin/larder");
    try {
      return program.startsWith("/") && Files.isSameFile(Path.of(program), wrapper);
    } catch (IOException e) {
      return false;
    }
  }

  /** Why this compile can not be observed; empty if all is well. */
  Optional<String> obstacle(Job job) {
    if (!job.configuration().observe()) {
      return Optional.of("observation is off (LARDER_OBSERVE)");
    }
    return obstacle.isPresent()
        ? obstacle
        : Observable.obstacle(job.cwd().resolve(job.invocation().program()));
  }

  /** A region for one run. */
  Region region(Job job) throws IOException {
    Set<EventKind> kinds =
        job.action().rules().watchesClock() ? EnumSet.allOf(EventKind.class) : OF_COMPILERS;
    return Region.create(kernel, kinds, random);
  }

  /** What to change in the caller's environment so that the run reports into the region. */
  List<Text> edits(Region region, Map<String, String> environment) {
    String preload =
        Optional.ofNullable(environment.get("LD_PRELOAD"))
            .filter(own -> !own.isBlank())
            .map(own -> own + ":" + library)
            .orElse(library.toString());
    List<Text> edits = new ArrayList<>();
    edits.add(Text.of("LD_PRELOAD=" + preload));
    edits.add(Text.of("LARDER_REGION=" + region.variable()));
    return edits;
  }
}
