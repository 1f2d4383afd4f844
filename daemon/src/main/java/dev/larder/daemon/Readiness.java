package dev.larder.daemon;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;

/** Tells who started us that callers can connect: one byte into the pipe that it gave us. */
final class Readiness {
  private static final Logger LOG = System.getLogger(Readiness.class.getName());

  private Readiness() {}

  static void tell(Map<String, String> environment) {
    String descriptor = environment.getOrDefault("LARDER_READY_FD", "");
    if (!descriptor.matches("[0-9]{1,4}")) {
      return;
    }
    try (OutputStream pipe = new FileOutputStream("/proc/self/fd/" + descriptor)) {
      pipe.write('r');
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "nobody waits for us: {0}", e.toString());
    }
  }
}
