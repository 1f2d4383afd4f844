package dev.larder.daemon.inputs.observation;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Paths that are neither an input nor a reason against a run: what the kernel shows of the process
 * itself and of the machine's load, what libc and its allocators look at for themselves, and
 * devices that hold nothing.
 */
final class FoldAway {
  private static final Set<String> PATHS =
      Set.of(
          "/dev/null",
          "/dev/zero",
          "/dev/full",
          "/dev/random",
          "/dev/urandom",
          "/dev/stdin",
          "/dev/stdout",
          "/dev/stderr",
          "/dev/ptmx",
          "/proc/meminfo",
          "/proc/cpuinfo",
          "/proc/stat",
          "/proc/loadavg",
          "/proc/filesystems",
          "/proc/mounts",
          "/etc/ld.so.cache",
          "/etc/ld.so.preload",
          "/etc/ld.so.nohwcap",
          "/etc/nsswitch.conf",
          "/etc/malloc.conf",
          "/usr/lib/locale",
          "/usr/lib/locale/locale-archive",
          "/usr/share/locale",
          "/usr/share/locale/locale.alias",
          "/etc/locale.alias",
          "/var/run/nscd/socket",
          "/run/nscd/socket");

  private static final String LOCALES = "/usr/lib/locale";

  private static final List<String> TREES =
      List.of(
          "/dev/fd/",
          "/dev/pts/",
          "/proc/self/",
          "/proc/thread-self/",
          "/proc/sys/vm/",
          "/sys/devices/system/cpu/",
          "/sys/devices/system/node/",
          "/sys/kernel/mm/",
          "/sys/fs/cgroup/",
          LOCALES + "/");

  private static final String SHARED_MEMORY = "/dev/shm/";

  /* cp, mkdir, tar and others ask at their start whether the system has it at all. */
  private static final String SELINUX = "/sys/fs/selinux";

  /* Back, or on from where a process has something open: to any file. */
  private static final Pattern LEADS_OUT =
      Pattern.compile("/\\.\\.(?:/|$)|^/proc/.*/(?:cwd|root|fd/\\d+)/.");

  private FoldAway() {}

  /** Whether a path by its {@linkplain SpelledPath#key key} is folded away. */
  static boolean folds(String key) {
    return PATHS.contains(key)
        || (isInTree(key) && !LEADS_OUT.matcher(key).find() && !isEnvironment(key));
  }

  private static boolean isInTree(String key) {
    if (key.startsWith(LOCALES) || isOfTheKernel(key)) {
      for (String tree : TREES) {
        if (tree.startsWith(key) ? tree.length() == key.length() + 1 : key.startsWith(tree)) {
          return true;
        }
      }
      return ofProcess(key);
    }
    return isOfLibc(key) && key.contains("/gconv/gconv-modules");
  }

  private static boolean isOfLibc(String key) {
    return key.startsWith("/usr/lib") || key.startsWith("/lib");
  }

  /**
   * Whether a path that is folded away leads to what a descriptor of the process has open: to open
   * it is to read content, standard input above all, that no path names.
   */
  static boolean isDescriptor(String key) {
    return key.equals("/dev/stdin")
        || key.startsWith("/dev/fd/")
        || (key.startsWith("/proc/") && key.contains("/fd/"));
  }

  /**
   * Whether a path that is not folded away belongs to a file system that tells no lasting truth.
   */
  static boolean unaccountable(String key) {
    return isOfTheKernel(key) && !key.startsWith(SHARED_MEMORY) && !key.equals(SELINUX);
  }

  private static boolean isOfTheKernel(String key) {
    return key.startsWith("/proc/") || key.startsWith("/sys/") || key.startsWith("/dev/");
  }

  /* All variables, of which none is asked for by name. */
  private static boolean isEnvironment(String key) {
    return key.startsWith("/proc/") && key.endsWith("/environ");
  }

  // /proc/<pid>/…: as /proc/self, since only a process of the run knows such a number.
  private static boolean ofProcess(String key) {
    int at = "/proc/".length();
    return key.startsWith("/proc/") && at < key.length() && Character.isDigit(key.charAt(at));
  }
}
