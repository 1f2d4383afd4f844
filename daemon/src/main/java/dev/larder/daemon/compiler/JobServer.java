package dev.larder.daemon.compiler;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a call takes its leave to run in parallel from: no input. GNU make's manual, 13.1. */
public final class JobServer {
  private static final Pattern AUTHORITY =
      Pattern.compile("--jobserver-(?:auth|fds)=(?:fifo:(\\S+)|(\\d+),(\\d+))");

  private JobServer() {}

  /** The paths by which it is opened. */
  public static Set<String> paths(Invocation invocation) {
    Set<String> paths = new HashSet<>();
    for (String variable : List.of("CARGO_MAKEFLAGS", "MAKEFLAGS", "MFLAGS")) {
      Matcher matcher = AUTHORITY.matcher(invocation.variable(variable).orElse(""));
      while (matcher.find()) {
        if (matcher.group(1) != null) {
          paths.add(matcher.group(1));
        } else {
          paths.add("/dev/fd/" + matcher.group(2));
          paths.add("/dev/fd/" + matcher.group(3));
        }
      }
    }
    return paths;
  }
}
