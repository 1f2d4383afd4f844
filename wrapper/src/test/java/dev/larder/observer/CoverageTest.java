package dev.larder.observer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each name that the library wraps leaves its record when it is called once. */
final class CoverageTest {

  private static final Path NAMES = Path.of("src/main/c/observer/names.def");

  @TempDir private Path directory;

  @BeforeEach
  void prepare() throws IOException {
    Files.writeString(directory.resolve("f"), "content");
    Files.writeString(Files.createDirectory(directory.resolve("d")).resolve("e"), "");
    Files.createSymbolicLink(directory.resolve("l"), Path.of("f"));
  }

  @ParameterizedTest
  @CsvSource({
    "OPEN, 0, f, open open64 __open __open64 __open_2 __open64_2 openat openat64 __openat_2 __openat64_2",
    "OPEN, 0, f, fopen fopen64 freopen freopen64 setmntent raw_openat raw_openat2",
    "WRITE, 0, n, creat creat64",
    "WRITE, 16, f, truncate truncate64",
    "PROBE, 0, /tmp, tmpfile tmpfile64",
    "WRITE, 1, t......, mkstemp mkstemp64 mkostemp mkostemp64",
    "WRITE, 1, t.......c, mkstemps mkstemps64 mkostemps mkostemps64",
    "WRITE, 4, t......, mkdtemp",
    "PROBE, 1, t......, mktemp",
    "PROBE, 1, ./x.*, tempnam",
    "PROBE, 0, f, stat stat64 fstatat fstatat64 statx __xstat __xstat64 __fxstatat __fxstatat64",
    "PROBE, 1, f, lstat lstat64 __lxstat __lxstat64",
    "PROBE, 0, f, access eaccess euidaccess faccessat statfs statfs64 statvfs statvfs64 pathconf",
    "PROBE, 0, f, raw_statx raw_faccessat chdir getxattr listxattr",
    "PROBE, 1, f, lgetxattr llistxattr",
    "READLINK, 0, l, readlink readlinkat __readlink_chk __readlinkat_chk raw_readlinkat",
    "REALPATH, 0, l, realpath __realpath_chk canonicalize_file_name",
    "LIST, 0, d, opendir scandir scandir64 scandirat scandirat64 ftw ftw64 nftw nftw64 fts_open fts64_open",
    "LIST, 0, d/?, fts_read fts64_read glob glob64",
    "LIST, 0, .*/d, fdopendir raw_getdents64",
    "PROBE, 0, e, fchdir",
    "ODD, 0, wordexp, wordexp",
    "CWD, 0, /.*, getcwd __getcwd_chk getwd __getwd_chk get_current_dir_name raw_getcwd",
    "WRITE, 2, f, unlink unlinkat remove raw_unlinkat",
    "WRITE, 2, d, rmdir",
    "RENAME, 0, n, rename renameat renameat2 raw_renameat2",
    "RENAME, 1, n, link linkat raw_linkat",
    "RENAME, 2, n, symlink symlinkat raw_symlinkat",
    "WRITE, 4, n, mkdir mkdirat raw_mkdirat",
    "WRITE, 0, n, mkfifo mkfifoat mknod mknodat __xmknod __xmknodat",
    "WRITE, 8, f, chmod lchmod fchmodat chown lchown fchownat utime utimes lutimes futimesat utimensat",
    "WRITE, 8, f, setxattr lsetxattr removexattr lremovexattr raw_fchmodat",
    "WRITE, 8, .*/f, fchmod fchown futimes futimens fsetxattr fremovexattr",
    "EXEC, 0, /.*/true, execve execv execvp execvpe execl execlp execle fexecve execveat raw_execve",
    "EXEC, 1, /.*/true, posix_spawn posix_spawnp",
    "EXEC, 1, /bin/sh, popen system",
    "LOAD, 0, .*/libm.so.6, dlopen dlmopen",
    "ENV, 0, OBSERVED, getenv secure_getenv",
    "ENV, 0, LC_ALL, setlocale newlocale",
    "HOST, 0, ?, uname gethostname getdomainname gethostid getlogin getlogin_r",
    "CLOCK, 0, ?, time gettimeofday clock_gettime timespec_get",
    "TIME, 1, ?, localtime localtime_r gmtime gmtime_r ctime ctime_r strftime strftime_l __strftime_l mktime",
    "ODD, 0, =, getaddrinfo gethostbyname gethostbyname2 gethostbyname_r gethostbyname2_r gethostbyaddr",
    "ODD, 0, =, gethostbyaddr_r getifaddrs connect sendto sendmsg listen shm_open sem_open mq_open shmget",
    "ODD, 0, =, semget msgget chroot mount umount umount2 unshare setns ptrace",
    "ODD, 0, seccomp, prctl",
    "ODD, 0, syscall 155, pivot_root",
    "ODD, 0, syscall 216, raw_ioprio",
  })
  void call_madeOnce_leavesItsRecord(Kind kind, int flags, String payload, String names)
      throws IOException, InterruptedException {
    Workshop workshop = Workshop.in(directory);
    String calls = workshop.probe("calls", "-lrt");
    for (String name : names.split(" ", -1)) {
      prepareAgain();
      Run run = workshop.observed(calls, name);
      if (run.status() == 2 && name.equals("raw_openat2")) continue;
      assertThat(run.status()).as(name + run.errors()).isZero();
      Pattern expected =
          Pattern.compile(
              switch (payload) {
                case "=" -> Pattern.quote(name);
                case "?" -> Pattern.quote(name + "\\0" + calls); // who asks stands behind it
                default -> payload;
              });
      assertThat(run.events())
          .as(name)
          .anySatisfy(
              event -> {
                assertThat(event.kind()).isEqualTo(kind);
                assertThat(event.flags()).isEqualTo(flags);
                assertThat(payload.equals("?") ? event.payload() : event.given()).matches(expected);
              });
    }
  }

  private void prepareAgain() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        if (!file.endsWith("d") && !file.endsWith("l")) Files.delete(file);
      }
    }
    Files.writeString(directory.resolve("f"), "content");
  }

  /** Names without a probe: some cannot be called from a program built here. */
  @Test
  void everyWrappedName_isCalledHere() throws IOException, NoSuchMethodException {
    Set<String> called =
        Stream.of(
                CoverageTest.class
                    .getDeclaredMethod(
                        "call_madeOnce_leavesItsRecord",
                        Kind.class,
                        int.class,
                        String.class,
                        String.class)
                    .getAnnotation(CsvSource.class)
                    .value())
            .flatMap(line -> Stream.of(line.split(",", -1)[3].trim().split(" ", -1)))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> uncalled = new TreeSet<>(wrapped());
    uncalled.removeAll(called);
    assertThat(uncalled)
        .containsExactlyInAnyOrder(
            "__secure_getenv", "openat2", "pidfd_spawn", "pidfd_spawnp", "syscall");
  }

  private static Set<String> wrapped() throws IOException {
    return Files.readAllLines(NAMES).stream()
        .filter(line -> line.startsWith("NAME("))
        .map(line -> line.substring(5, line.length() - 1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * What libc exports under a telling name and nobody has looked at yet fails here, with every new
   * libc.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "_*(open|creat|fopen|freopen|mk[a-z]*temp|tmp)[a-z0-9_]*",
        "_*(l|fx|lx|x)?stat[a-z0-9]*",
        "_*[a-z]*(access|readlink|realpath|xattr)[a-z_]*",
        "_*[a-z]*(unlink|rename|symlink|mkdir|rmdir|mkfifo|mknod|chmod|chown|utime)[a-z0-9]*",
        "_*(exec|posix_spawn|pidfd_spawn|popen|system)[a-z]*",
        "_*(scandir|ftw|nftw|fts|glob)[a-z0-9_]*",
      })
  void exportedName_thatTakesAPath_isWrappedOrKnown(String names)
      throws IOException, InterruptedException {
    Set<String> pathless =
        Set.of(
            "__fxstat",
            "__fxstat64",
            "__mktemp",
            "__open64_nocancel",
            "__open_nocancel",
            "__open_catalog",
            "__statfs",
            "create_module",
            "fgetxattr",
            "flistxattr",
            "fopencookie",
            "fts_children",
            "fts_close",
            "fts_set",
            "fts64_children",
            "fts64_close",
            "fts64_set",
            "glob_pattern_p",
            "globfree",
            "globfree64",
            "open_by_handle_at",
            "open_memstream",
            "open_tree",
            "open_wmemstream",
            "openlog",
            "openpty",
            "tmpnam",
            "tmpnam_r");
    Set<String> unknown = new TreeSet<>();
    Pattern telling = Pattern.compile(names);
    for (String line :
        Workshop.in(directory)
            .mustRun("nm", "-D", "--defined-only", libc())
            .output()
            .split("\n", -1)) {
      String symbol = line.substring(line.lastIndexOf(' ') + 1).replaceAll("@.*", "");
      boolean function = line.contains(" T ") || line.contains(" W ") || line.contains(" i ");
      if (function && telling.matcher(symbol).matches()) unknown.add(symbol);
    }
    assertThat(unknown).isNotEmpty();
    unknown.removeAll(wrapped());
    unknown.removeAll(pathless);
    assertThat(unknown).isEmpty();
  }

  private String libc() throws IOException, InterruptedException {
    List<Event> starts = Workshop.in(directory).observed("true").of(Kind.START).toList();
    return starts.getFirst().parts().stream()
        .filter(part -> part.endsWith("/libc.so.6"))
        .findFirst()
        .orElseThrow();
  }
}
