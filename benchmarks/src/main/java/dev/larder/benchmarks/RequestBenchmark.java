package dev.larder.benchmarks;

import dev.larder.daemon.compiler.Action;
import dev.larder.daemon.compiler.Analysis;
import dev.larder.daemon.compiler.FrontEnd;
import dev.larder.daemon.compiler.Invocation;
import dev.larder.daemon.compiler.gcc.GccFrontEnd;
import dev.larder.daemon.compiler.rustc.RustcFrontEnd;
import dev.larder.daemon.protocol.ProtocolException;
import dev.larder.daemon.protocol.Question;
import dev.larder.daemon.protocol.QuestionReader;
import dev.larder.storage.CacheKey;
import dev.larder.storage.KeyHasher;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What is done with each request before anything is looked up: decoding it, reading it, hashing it.
 */
@State(Scope.Benchmark)
public class RequestBenchmark extends StepBenchmark {
  /** What is called. */
  public enum Compiler {
    GCC,
    RUSTC
  }

  private static final List<String> GCC =
      List.of(
          "gcc",
          "-O2",
          "-g",
          "-Wall",
          "-Iinclude",
          "-DNDEBUG",
          "-MD",
          "-MF",
          "a.d",
          "-c",
          "a.c",
          "-o",
          "a.o");

  private static final List<String> RUSTC =
      Stream.concat(
              Stream.of(
                  "rustc --crate-name a --edition=2021 src/lib.rs --error-format=json"
                      + " --json=diagnostic-rendered-ansi,artifacts,future-incompat --crate-type lib"
                      + " --emit=dep-info,metadata,link -C embed-bitcode=no -C debuginfo=2"
                      + " --cfg feature=\"default\" -C metadata=0123456789abcdef"
                      + " -C extra-filename=-0123456789abcdef --out-dir /work/target/debug/deps"
                      + " -L dependency=/work/target/debug/deps --cap-lints allow"),
              Stream.iterate(0, i -> i < 10, i -> i + 1)
                  .map(i -> "--extern b%d=/work/target/debug/deps/libb%d.rmeta".formatted(i, i)))
          .flatMap(words -> Stream.of(words.split(" ")))
          .toList();

  @Param Compiler compiler = Compiler.GCC;

  private FrontEnd frontEnd = new GccFrontEnd();
  private String program = "";
  private List<String> arguments = List.of();
  private Map<String, String> environment = Map.of();
  private ByteBuf frame = Unpooled.EMPTY_BUFFER;

  @Setup
  public void prepare() {
    boolean gcc = compiler == Compiler.GCC;
    frontEnd = gcc ? new GccFrontEnd() : new RustcFrontEnd();
    program = gcc ? "/usr/bin/gcc" : "/toolchain/bin/rustc";
    arguments = gcc ? GCC : RUSTC;
    environment = new TreeMap<>();
    for (int i = 0; i < 60; i++) {
      environment.put("CARGO_PKG_VARIABLE_" + i, "the value of one more variable");
    }
    frame = Unpooled.buffer();
    frame.writeByte(0x01).writeShort(1).writeByte(1).writeByte(0).writeInt(022).writeInt(1);
    frame.writeLong(1).writeLong(1).writeLong(1);
    text("/work");
    text(program);
    frame.writeInt(arguments.size());
    arguments.forEach(this::text);
    frame.writeInt(environment.size());
    environment.forEach((name, value) -> text(name + "=" + value));
    frame.writeShort(0);
    text("");
    frame.writeLong(0).writeLong(0);
  }

  private void text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    frame.writeInt(bytes.length).writeBytes(bytes);
  }

  /** From the bytes on the socket. */
  @Benchmark
  public Question decode() throws ProtocolException {
    return QuestionReader.read(frame.duplicate());
  }

  /** From words to what the compile is to make, and the parts of its key. */
  @Benchmark
  public Action arguments() {
    Invocation invocation =
        new Invocation("/work", program, arguments, environment, false, false, 022);
    if (frontEnd.analyse(invocation, program) instanceof Analysis.Cacheable cacheable) {
      return cacheable.action();
    }
    throw new IllegalStateException("not cacheable");
  }

  /** The same, with the hash of its parts. */
  @Benchmark
  public CacheKey actionKey() {
    KeyHasher hasher = new KeyHasher("benchmark");
    for (Action.Part part : arguments().parts()) {
      hasher.text(part.label()).text(part.value());
    }
    return hasher.toKey();
  }
}
