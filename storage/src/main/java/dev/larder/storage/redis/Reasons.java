package dev.larder.storage.redis;

import io.lettuce.core.RedisCommandExecutionException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** From what a client library throws to a short phrase without names, numbers or secrets. */
final class Reasons {
  /** What a server says when it can not serve anybody now. */
  private static final Set<String> AWAY =
      Set.of("LOADING", "CLUSTERDOWN", "MASTERDOWN", "TRYAGAIN", "BUSY", "NOAUTH", "WRONGPASS");

  private Reasons() {}

  /** Why there is no connection. */
  static String of(Throwable trouble) {
    for (Throwable each = trouble; each != null; each = each.getCause()) {
      switch (each) {
        case RedisCommandExecutionException said -> {
          return spoken(said);
        }
        case UnknownHostException unknown -> {
          return "unknown host";
        }
        case CertificateException untrusted -> {
          return "its certificate is not trusted";
        }
        case TimeoutException late -> {
          return "no connection in time";
        }
        default -> {}
      }
    }
    for (Throwable each = trouble; each != null; each = each.getCause()) {
      switch (each) {
        case SSLException handshake -> {
          return "no encrypted connection";
        }
        case ConnectException refused -> {
          return "no connection: " + phrase(refused);
        }
        case FileNotFoundException missing -> {
          return "no connection: no such socket";
        }
        case RedisKeyFileException file -> {
          return String.valueOf(file.getMessage());
        }
        default -> {}
      }
    }
    return trouble instanceof IOException ? "connection lost" : "no connection";
  }

  private static String phrase(ConnectException refused) {
    String message = String.valueOf(refused.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("refused") ? "refused" : "no way there";
  }

  /** The first word of what a server answered: its code. */
  static String spoken(RedisCommandExecutionException said) {
    return "it said " + code(said);
  }

  private static String code(RedisCommandExecutionException said) {
    String message = String.valueOf(said.getMessage());
    int end = message.indexOf(' ');
    String word = end < 0 ? message : message.substring(0, end);
    boolean plain =
        !word.isEmpty() && word.length() <= 24 && word.chars().allMatch(c -> c >= 'A' && c <= 'Z');
    return plain ? word : "an error";
  }

  /** The phrase, if the answer means that the server serves nobody now. */
  static Optional<String> away(RedisCommandExecutionException said) {
    return AWAY.contains(code(said)) ? Optional.of(spoken(said)) : Optional.empty();
  }
}
