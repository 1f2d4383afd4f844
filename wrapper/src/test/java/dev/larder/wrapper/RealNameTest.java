package dev.larder.wrapper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where paths lead to, by the wrapper's own walk: the kernel is the oracle. */
final class RealNameTest {
  private static final int PATHS = 50_000;
  private static final int LONGEST = 9;

  private static final List<String> NAMES =
      List.of(
          "self",
          "loop",
          "loop-back",
          "absolute",
          "d",
          "e",
          "f",
          "up",
          "relative",
          "root",
          "dangling",
          "file",
          "to-file",
          "to-file-slash",
          "to-slash",
          "..",
          ".",
          "",
          "/",
          "nothing");

  @TempDir Path directory = Path.of("");

  @Test
  void pathsOfAllKinds_leadWhereTheKernelSays() throws Exception {
    link("self", ".");
    link("loop", "loop-back");
    link("loop-back", "loop");
    link("absolute", directory.resolve("d").toString());
    Files.createDirectories(directory.resolve("d/e/f"));
    link("d/e/up", "../..");
    link("relative", "d/e");
    link("root", "/");
    link("dangling", "nowhere");
    Files.writeString(directory.resolve("file"), "");
    link("to-file", "file");
    link("to-file-slash", "file/");
    link("to-slash", "d/");
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Path paths = directory.resolveSibling(directory.getFileName() + ".paths");
    Files.write(paths, IntStream.range(0, PATHS).mapToObj(i -> path(random)).toList());

    Path answers = directory.resolveSibling(directory.getFileName() + ".answers");
    Process process =
        new ProcessBuilder(program().toString())
            .redirectInput(paths.toFile())
            .redirectOutput(answers.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(process.waitFor()).isZero();
    List<String> lines = Files.readAllLines(answers);
    assertThat(lines).as("seed %d", seed).hasSize(1);
    assertThat(Integer.parseInt(lines.getFirst())).as("lead somewhere").isGreaterThan(PATHS / 20);
  }

  private void link(String name, String text) throws IOException {
    Files.createSymbolicLink(directory.resolve(name), Path.of(text));
  }

  private String path(Random random) {
    return IntStream.rangeClosed(0, random.nextInt(LONGEST))
        .mapToObj(i -> NAMES.get(random.nextInt(NAMES.size())))
        .collect(Collectors.joining("/", directory + "/", ""));
  }

  private static Path program() throws IOException, InterruptedException {
    Path module = Path.of("").toAbsolutePath();
    Path out = Files.createDirectories(module.resolve("target/native-tests")).resolve("realname");
    Path sources = module.resolve("src/main/c");
    List<String> words =
        List.of(
            "cc",
            "-D_GNU_SOURCE",
            "-O1",
            "-fsanitize=address,undefined",
            "-fno-sanitize-recover=all",
            "-I" + sources,
            "-I" + module.resolve("../daemon/src/main/c"),
            "-o",
            out.toString(),
            module.resolve("src/test/c/realname.c").toString(),
            sources.resolve("realname.c").toString());
    assertThat(new ProcessBuilder(words).inheritIO().start().waitFor()).isZero();
    return out;
  }
}
