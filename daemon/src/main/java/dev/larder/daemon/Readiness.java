package dev.larder.daemon;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
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
    Path pipe = Path.of("/proc/self/fd", descriptor);
    try {
      // To open it by this name would empty whatever file else were there.
      if (Files.readSymbolicLink(pipe).toString().startsWith("pipe:")) {
        try (OutputStream out = new FileOutputStream(pipe.toFile())) {
          out.write('r');
        }
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "nobody waits for us: {0}", e.toString());
    }
  }
}
