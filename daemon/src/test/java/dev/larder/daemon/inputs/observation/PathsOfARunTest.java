package dev.larder.daemon.inputs.observation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** By which name a run knows a path, and which paths are nobody's inputs. */
final class PathsOfARunTest {
  @ParameterizedTest
  @CsvSource({
    "/w, a.h, /w/a.h",
    "/w/, a.h, /w/a.h",
    "/w, ./a.h, /w/a.h",
    "/w, ., /w",
    "/w, .., /w/..",
    "/w, ../a.h, /w/../a.h",
    "/w, .hidden/a.h, /w/.hidden/a.h",
    "/w, ..a, /w/..a",
    "/w, a/./b, /w/a/b",
    "/w, a//b, /w/a/b",
    "/w, a/, /w/a",
    "/w, a/., /w/a",
    "'', /, /",
    "'', /., /",
    "'', //a, /a",
    "'', /a/.../b, /a/.../b",
    "'', /usr/lib/gcc/../x.h, /usr/lib/gcc/../x.h",
  })
  void key_isAbsoluteWithoutIdleComponents(String directory, String path, String key) {
    assertThat(new SpelledPath(directory, path).key()).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/dev/null",
        "/dev/fd",
        "/dev/fd/3",
        "/proc/self",
        "/proc/self/maps",
        "/proc/17/stat",
        "/sys/devices/system/cpu/online",
        "/usr/lib/locale/C.utf8/LC_CTYPE",
        "/usr/lib/x86_64-linux-gnu/gconv/gconv-modules.cache",
      })
  void folded(String key) {
    assertThat(FoldAway.folds(key)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/w/a.h",
        "/dev/fdx",
        "/dev/shm/a",
        "/proc/self/environ",
        "/proc/17/environ",
        "/proc/self/cwd/a.h",
        "/proc/self/root/etc/passwd",
        "/proc/17/fd/4/a.h",
        "/proc/self/../../etc/passwd",
        "/usr/lib/locale/../../include/stdio.h",
        "/usr/lib/gconv/gconv-modules/../a.h",
      })
  void notFolded(String key) {
    assertThat(FoldAway.folds(key)).isFalse();
  }
}
