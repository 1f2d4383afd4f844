package dev.larder.daemon.compiler.gcc;

import dev.larder.daemon.compiler.Invocation;
import dev.larder.daemon.compiler.gcc.CompilerName.Family;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Tells which compiler a program is. */
final class Programs {
  private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};

  private Programs() {}

  /**
   * The family of a program by its real name; empty if it is none, or a script. {@code cc} and
   * {@code c++} say nothing by themselves: they are gcc if they are a second name of the {@code
   * gcc} or {@code g++} beside them, as gcc's own installation makes them. clang behaves by the
   * name under which it is called, so that has to be a known one, too.
   */
  static Optional<Family> family(Invocation invocation, String resolvedProgram) {
    Path program = Path.of(resolvedProgram);
    Optional<CompilerName> name = CompilerName.of(CompilerName.fileName(resolvedProgram));
    Optional<Family> family =
        name.flatMap(CompilerName::family)
            .or(
                () ->
                    name.filter(known -> isSecondNameOfGcc(program, known))
                        .map(known -> Family.GCC));
    return family
        .filter(known -> known == Family.GCC || calledAs(invocation).isPresent())
        .filter(known -> isElf(program));
  }

  /**
   * Whether it takes {@code .c} for C++: gcc by its real name, clang by the name under which it is
   * called.
   */
  static boolean plusPlus(Invocation invocation, String resolvedProgram, Family family) {
    Optional<CompilerName> name =
        switch (family) {
          case GCC -> CompilerName.of(CompilerName.fileName(resolvedProgram));
          case CLANG -> calledAs(invocation);
        };
    return name.filter(CompilerName::plusPlus).isPresent();
  }

  private static Optional<CompilerName> calledAs(Invocation invocation) {
    return CompilerName.of(CompilerName.fileName(invocation.arguments().getFirst()));
  }

  private static boolean isSecondNameOfGcc(Path program, CompilerName name) {
    Path sibling = program.resolveSibling(name.plusPlus() ? "g++" : "gcc");
    try {
      return Files.isSameFile(program, sibling);
    } catch (IOException none) {
      return false;
    }
  }

  private static boolean isElf(Path program) {
    try (InputStream stream = Files.newInputStream(program)) {
      return Arrays.equals(stream.readNBytes(ELF.length), ELF);
    } catch (IOException unreadable) {
      return false;
    }
  }
}
