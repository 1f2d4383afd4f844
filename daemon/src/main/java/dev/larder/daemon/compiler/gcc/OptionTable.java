package dev.larder.daemon.compiler.gcc;

import dev.larder.daemon.compiler.gcc.CompilerName.Family;
import dev.larder.daemon.compiler.gcc.Option.Form;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is known of the options of gcc and clang.
 *
 * <p>An option that stands in no list is refused, unless its shape vouches for it: a single word
 * that begins with {@code -W}, {@code -O}, {@code -m} or {@code -std=} goes into the key as it is;
 * one that begins with {@code -f} goes there with the whole command line and the working directory
 * ({@link Effect#STRICT}), if {@link IdleOptions} does not know better. That is sound since every
 * file it may read is observed, and a file that it may write beside the expected ones is noticed,
 * too. The lists name the exceptions: options with a value in the next word and those known to
 * write files.
 *
 * <p>Sources: gcc 12's {@code --help=…} lists and manual; clang 14's {@code --autocomplete} and
 * {@code --help-hidden}.
 */
final class OptionTable {
  /* Lines of "form effect: names". Names that only one compiler knows do no harm in the common list. */
  private static final String COMMON =
      """
      WORD TO_OBJECT: -c --compile
      WORD TO_ASSEMBLY: -S --assemble
      WORD CHECK_ONLY: -fsyntax-only
      EITHER OUTPUT: -o
      EITHER LANGUAGE: -x
      WORD DEPFILE: -MD -MMD
      EITHER DEPFILE_NAME: -MF
      EITHER DEPFILE_TARGET: -MT -MQ
      WORD PLAIN: -MP
      JOINED FOR_PREPROCESSOR: -Wp,
      JOINED FOR_ASSEMBLER: -Wa,

      EITHER PLAIN: -D -U -A -I -iquote -include -imacros -F -iframework -L -l -u -z -T
      SEPARATE PLAIN: -Xlinker
      EITHER SYSTEM_DIRECTORY: -isystem -idirafter -isysroot -iprefix -iwithprefix -iwithprefixbefore -imultilib -imultiarch -B
      JOINED SYSTEM_DIRECTORY: --sysroot= --gcc-toolchain=
      SEPARATE SYSTEM_DIRECTORY: --sysroot
      SEPARATE PLAIN: --param
      JOINED PLAIN: --param= -Wl, --std= -std= --target=
      WORD PLAIN: -w -pipe -pthread -ansi -pedantic -pedantic-errors -traditional -traditional-cpp -trigraphs -undef -remap
      WORD PLAIN: -nostdinc -nostdinc++ -nostdlib -nostartfiles -nodefaultlibs -static -shared -rdynamic -pie -no-pie -static-pie -s
      WORD PLAIN: -static-libgcc -static-libstdc++ -shared-libgcc -pg -p -C -CC -P -H -no-canonical-prefixes -O
      WORD PLAIN: --pedantic --pedantic-errors --ansi -no-integrated-cpp

      JOINED DEBUG: -g
      WORD STRICT: -frecord-gcc-switches -grecord-command-line -frecord-command-line
      JOINED COMPANION: -gsplit-dwarf
      WORD COMPANION: -fstack-usage --coverage -coverage -ftest-coverage
      JOINED STRICT: -fprofile- -fno-profile- -fauto-profile -fbranch-probabilities -fcs-profile- -fcoverage-mapping
      JOINED REFUSED: -gtoggle -gen-cdb-fragment-path -gcc-toolchain -gen-reproducer
      JOINED LINK_TIME: -flto
      WORD LINK_TIME: -fno-lto
      JOINED PREFIX_MAP: -fdebug-prefix-map= -ffile-prefix-map= -fmacro-prefix-map= -fcoverage-prefix-map=
      JOINED COMPILATION_DIRECTORY: -fdebug-compilation-dir= -ffile-compilation-dir= -fcoverage-compilation-dir=
      WORD REFUSED: -fdebug-compilation-dir
      WORD WORKING_DIRECTORY: -fdiagnostics-absolute-paths
      JOINED STRICT: -fplugin= -fplugin-arg- -fpass-plugin= -specs= --specs=
      SEPARATE STRICT: -specs --specs
      JOINED MACHINE: -march=native -mcpu=native -mtune=native
      JOINED COLOUR: -fdiagnostics-color -fno-diagnostics-color -fcolor-diagnostics -fno-color-diagnostics

      JOINED REFUSED: -save-temps --save-temps -save-stats --save-stats -dumpbase -dumpdir -dumpbase-ext -fdump- -fno-dump-
      JOINED REFUSED: -fprofile-note= -fmemory-profile -fcreate-profile
      JOINED REFUSED: -fcallgraph-info -fsave-optimization-record -fself-test
      JOINED REFUSED: -foptimization-record- -ftime-trace -ftime-report -fmem-report -fproc-stat-report -frepo -fmodule -fno-module
      JOINED REFUSED: -fcxx-modules -fimplicit-module -fprebuilt- -fbuiltin-module-map -fbuild-session -fthinlto-index -fthin-link-
      JOINED REFUSED: -fembed-offload -fdepfile-entry -findex- -fwpa -fltrans -fresolution -fopt-info- -fhelp -ftarget-help -fversion
      JOINED REFUSED: -fcodegen-data- -fintrinsic-modules-path -frewrite- -fhip- -fcuda- -fgpu- -fcompare-debug
      JOINED REFUSED: -fpreprocessed -fpch-preprocess -fanalyzer-dump -fdump -fdbg-cnt -fada-spec -fcrash-diagnostics-dir
      JOINED REFUSED: -fdiagnostics-format=sarif -fdiagnostics-format=json-file -fdiagnostics-add-output -fdiagnostics-set-output
      WORD REFUSED: -E -M -MM -MG -Q -v -### -V --verbose -emit-llvm -emit-ast -r --analyze
      WORD REFUSED: -time -wrapper -aux-info -MJ -Xassembler -Xpreprocessor -Xanalyzer -Xarch_host -Xarch_device
      WORD REFUSED: --config -arch -b -target -include-pch -ivfsoverlay -working-directory -resource-dir -dependency-file
      WORD REFUSED: --serialize-diagnostics -serialize-diagnostics -analyzer-output --analyzer-output -index-store-path -filelist
      WORD REFUSED: -framework -force_load -iframeworkwithsysroot -iwithsysroot -meabi -mthread-model -module-dependency-dir -module-file-info -dependency-dot
      JOINED REFUSED: -d -index- -MJ --config= --config- -aux-info=

      JOINED NOT_COMPILATION: --version --help -help --target-help -print- --print- -dumpversion -dumpfullversion -dumpmachine -dumpspecs
      """;

  private static final String CLANG =
      """
      JOINED REFUSED: -emit-
      WORD REFUSED: --precompile --migrate -extract-api -verify-pch -relocatable-pch --driver-mode
      SEPARATE SYSTEM_DIRECTORY: -cxx-isystem -stdlib++-isystem -isystem-after
      SEPARATE STRICT: -mllvm -Xclang
      SEPARATE PLAIN: -target
      WORD PLAIN: -Qunused-arguments -no-pthread -nobuiltininc -nogpulib -nogpuinc --start-no-unused-arguments --end-no-unused-arguments
      JOINED PLAIN: -stdlib= --stdlib= -rtlib= --rtlib= -unwindlib= --unwindlib= -R -fuse-ld= --ld-path=
      WORD STRICT: -grecord-gcc-switches -fembed-bitcode -fno-integrated-as -no-integrated-as -integrated-as -fintegrated-as
      JOINED STRICT: -mllvm=
      """;

  private static final String TO_FRONT_END = "-Xclang";

  private final Map<String, Option> options;
  private final int longest;

  private OptionTable(Map<String, Option> options) {
    this.options = Map.copyOf(options);
    this.longest = options.keySet().stream().mapToInt(String::length).max().orElse(0);
  }

  /** The table for a family of compilers. */
  static OptionTable of(Family family) {
    var options = new HashMap<String, Option>();
    add(options, COMMON);
    switch (family) {
      case GCC -> {}
      case CLANG -> add(options, CLANG);
    }
    return new OptionTable(options);
  }

  private static void add(Map<String, Option> options, String lines) {
    lines
        .lines()
        .filter(line -> !line.isBlank())
        .forEach(
            line -> {
              String[] halves = line.split(": ", 2);
              String[] kind = halves[0].split(" ", 2);
              for (String name : halves[1].split(" ", -1)) {
                options.put(name, new Option(name, Form.valueOf(kind[0]), Effect.valueOf(kind[1])));
              }
            });
  }

  /** The option that a word begins; empty if nothing vouches for it. */
  Optional<Option> find(String word) {
    Option exact = options.get(word);
    if (exact != null) {
      return Optional.of(exact);
    }
    for (int length = Math.min(longest, word.length() - 1); length >= 2; length--) {
      Option option = options.get(word.substring(0, length));
      if (option != null && option.form().joins()) {
        return Optional.of(option);
      }
    }
    return byShape(word);
  }

  /** What is not cached of an option whose value is an option in turn: its name. */
  Optional<String> passedOnRefused(Option option, String value) {
    if (!option.name().equals(TO_FRONT_END)) {
      return Optional.empty();
    }
    return find(value).filter(passed -> passed.effect() == Effect.REFUSED).map(Option::name);
  }

  private static Optional<Option> byShape(String word) {
    if (word.startsWith("-W") || word.startsWith("-O") || word.startsWith("-m")) {
      return Optional.of(new Option(word, Form.WORD, Effect.PLAIN));
    }
    if (word.startsWith("-f") && word.length() > 2) {
      Effect effect = IdleOptions.contains(word) ? Effect.PLAIN : Effect.STRICT;
      return Optional.of(new Option(word, Form.WORD, effect));
    }
    return Optional.empty();
  }

  /** The names in the table, for tests. */
  Set<String> names() {
    return Arrays.stream(options.keySet().toArray(String[]::new))
        .collect(Collectors.toUnmodifiableSet());
  }
}
