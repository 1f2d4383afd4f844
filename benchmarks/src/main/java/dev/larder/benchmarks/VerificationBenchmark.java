package dev.larder.benchmarks;

import dev.larder.daemon.inputs.Digest;
import dev.larder.daemon.inputs.DigestMemo;
import dev.larder.daemon.inputs.Fact;
import dev.larder.daemon.inputs.InputSet;
import dev.larder.daemon.inputs.PreparedInputs;
import dev.larder.daemon.inputs.Verification;
import dev.larder.daemon.inputs.Verifier;
import dev.larder.daemon.inputs.files.FileSystems;
import dev.larder.daemon.inputs.files.Kernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Whether so many headers, and a name beside each that was looked for in vain, are as they were.
 */
@State(Scope.Benchmark)
public class VerificationBenchmark extends StepBenchmark {
  @Param({"10", "150", "1000"})
  int inputs;

  private Path directory = Path.of("");
  private InputSet set = InputSet.of(List.of());
  private PreparedInputs prepared = PreparedInputs.of(set, "/");
  private Verifier verifier = verifier(Clock.systemUTC());

  private static Verifier verifier(Clock clock) {
    var kernel = new Kernel();
    var fileSystems = new FileSystems(System::nanoTime);
    return new Verifier(
        kernel, fileSystems, DigestMemo.inMemory(kernel, fileSystems, clock), clock);
  }

  @Setup
  public void write() throws IOException {
    directory = temporaryDirectory();
    // To this clock no file is so young that its time tells nothing.
    verifier = verifier(Clock.offset(Clock.systemUTC(), Duration.ofHours(1)));
    List<Fact> facts = new ArrayList<>();
    for (int i = 0; i < inputs; i++) {
      String name = "include/h" + i + ".h";
      Files.createDirectories(directory.resolve("include"));
      Files.writeString(directory.resolve(name), "int h;");
      facts.add(new Fact.Content(name, Digest.compute("", "int h;")));
      facts.add(new Fact.Absent("h" + i + ".h"));
    }
    set = InputSet.of(facts);
    prepared = PreparedInputs.of(set, directory.toString());
  }

  @TearDown
  public void delete() throws IOException {
    delete(directory);
  }

  /** As for each hit but the first in a daemon. */
  @Benchmark
  public Verification verify() {
    return held(verifier.verify(prepared, Map.of()));
  }

  /** As for the first: the set is laid out before it is looked at. */
  @Benchmark
  public Verification prepareAndVerify() {
    return held(verifier.verify(set, directory.toString(), Map.of()));
  }

  private static Verification held(Verification verification) {
    if (verification instanceof Verification.Holds) {
      return verification;
    }
    throw new IllegalStateException("does not hold: " + verification);
  }
}
