package dev.larder.observer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares the records of a run with strace's account of it. */
final class Agreement {

  private static final Pattern CALL = Pattern.compile("(\\d+) +([a-z0-9_]+)\\((.*)");
  private static final Pattern TEXT = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

  /* What libc opens by itself, for locales, names, time zones and its own limits. */
  private static final Pattern LIBC =
      Pattern.compile(
          "/|/etc/ld\\.so\\..*|/usr/lib/locale/.*|/usr/share/locale.*|/usr/lib/x86_64-linux-gnu/gconv/.*"
              + "|/etc/(nsswitch\\.conf|passwd|group|localtime|resolv\\.conf|host\\.conf|hosts)"
              + "|/usr/share/zoneinfo/.*|/proc/self/maps|/sys/devices/system/cpu.*|/sys/fs/cgroup.*"
              + "|/proc/self/cgroup|/var/run/nscd/.*|/dev/null|/etc/gai\\.conf|.*/locale\\.alias");

  private final Set<String> recorded = new HashSet<>();
  private final List<String> renamed = new ArrayList<>();
  private final Set<String> resolved = new HashSet<>();
  private final boolean loads;

  Agreement(List<Event> events) {
    for (Event event : events) {
      switch (event.kind()) {
        case START, BLIND, LOAD -> recorded.addAll(event.parts());
        case RENAME -> renamed.add(event.payload());
        default -> recorded.add(event.given());
      }
      if (event.kind() == Kind.REALPATH) resolved.add(event.given());
    }
    loads = events.stream().anyMatch(event -> event.kind() == Kind.LOAD);
  }

  /** The calls for whose paths there is neither a record nor a rule. */
  List<String> unexplained(List<String> trace) {
    List<String> unexplained = new ArrayList<>();
    Map<String, Boolean> loading = new HashMap<>();
    for (String line : trace) {
      Matcher call = CALL.matcher(line);
      if (!call.matches()) continue;
      String pid = call.group(1);
      String name = call.group(2);
      List<String> texts = new ArrayList<>();
      Matcher text = TEXT.matcher(call.group(3));
      while (text.find()) texts.add(text.group(1));
      if (texts.isEmpty()) continue;
      String path = texts.getFirst();
      if (name.startsWith("execve")) {
        /* Until its roll call the loader works in the new image. */
        if (!line.contains(" = -1 ")) loading.put(pid, true);
        if (!loading.getOrDefault(pid, false) && !recorded.contains(path)) unexplained.add(line);
        continue;
      }
      if (loading.getOrDefault(pid, true)) {
        if (name.equals("readlinkat") && path.equals("/proc/self/exe")) loading.put(pid, false);
        continue;
      }
      if (!isExplained(name, path)) unexplained.add(line);
    }
    return unexplained;
  }

  private boolean isExplained(String name, String path) {
    if (path.isEmpty() || recorded.contains(path) || LIBC.matcher(path).matches()) return true;
    if (name.startsWith("readlink") && !resolved.isEmpty()) return true;
    /* realpath makes sure of a directory by asking for it with a slash at its end. */
    if (name.equals("faccessat2") && path.endsWith("/") && !resolved.isEmpty()) return true;
    /* The payload's first path ends where the second begins, without a mark. */
    if (renamed.stream().anyMatch(pair -> pair.contains(path))) return true;
    if (name.equals("getcwd") || name.endsWith("chdir")) return true;
    if (path.startsWith("/proc/self/fd/")) return true;
    return loads
        && path.matches(
            ".*\\.so(\\.[0-9.]+)?|.*/\\.\\./lib(/(tls|haswell|avx512_1|x86_64))*|.*/glibc-hwcaps.*");
  }
}
