package dev.larder.daemon.inputs;

import dev.larder.daemon.inputs.files.Calls;
import dev.larder.daemon.inputs.files.FileSystems;
import dev.larder.daemon.inputs.files.Kernel;
import dev.larder.daemon.inputs.files.NativePath;
import dev.larder.daemon.inputs.files.Text;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A directory to work in, and everything that verifies facts about it. */
final class Ground {
  /** A clock that is an hour ahead: to it, no file is young. */
  static final Clock AHEAD = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));

  final Kernel kernel = new Kernel();
  final FileSystems fileSystems = new FileSystems(System::nanoTime);
  final DigestMemo memo;
  final Verifier verifier;
  final Path root;

  Ground(Path root, Clock clock) {
    this.root = root;
    this.memo = DigestMemo.inMemory(kernel, fileSystems, clock);
    this.verifier = new Verifier(kernel, fileSystems, memo, clock);
  }

  Path path(String name) {
    return root.resolve(name);
  }

  void write(String name, String content) throws IOException {
    Files.createDirectories(path(name).getParent());
    Files.writeString(path(name), content);
  }

  void link(String name, String target) throws IOException {
    Files.createDirectories(path(name).getParent());
    Files.deleteIfExists(path(name));
    Files.createSymbolicLink(path(name), Path.of(target));
  }

  static Fact content(String path, String content) {
    return new Fact.Content(path, Digest.compute("", content));
  }

  static Fact absent(String path) {
    return new Fact.Absent(path);
  }

  Fact canonical(String path) {
    try (Calls calls = kernel.borrow();
        Arena arena = Arena.ofConfined()) {
      Text name = calls.canonical(NativePath.of(arena, root.toString(), path));
      Text cwd = calls.canonical(NativePath.of(arena, "/", root.toString()));
      if (name instanceof Text.Is canonical && cwd instanceof Text.Is directory) {
        return new Fact.Canonical(
            path, CanonicalName.digest(path, canonical.bytes(), directory.bytes()));
      }
      throw new IllegalStateException(name + " " + cwd);
    }
  }

  PreparedInputs prepare(Fact... facts) {
    return PreparedInputs.of(InputSet.of(List.of(facts)), root.toString());
  }

  PreparedInputs prepare(List<Fact> facts) {
    return PreparedInputs.of(InputSet.of(facts), root.toString());
  }

  /** Whether the facts hold; what is prepared is used twice, so that what it learned shows. */
  boolean holds(PreparedInputs inputs) {
    return verifier.verify(inputs, Map.of()) instanceof Verification.Holds;
  }

  String trouble(PreparedInputs inputs) {
    return verifier.verify(inputs, Map.of()) instanceof Verification.Differs differs
        ? differs.what()
        : "";
  }

  static List<Path> roots() throws IOException {
    List<Path> roots = new ArrayList<>();
    for (String place : List.of("/tmp", "/dev/shm")) {
      roots.add(Files.createTempDirectory(Path.of(place), "larder-inputs").toRealPath());
    }
    return roots;
  }

  static void remove(Path root) throws IOException {
    try (var files = Files.walk(root)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
