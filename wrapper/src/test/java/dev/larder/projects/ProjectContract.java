package dev.larder.projects;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What holds for every project: cold, warm and after the edit of a header, each object equals the
 * bare compiler's, and a warm build starts no compiler.
 *
 * <p>Each build happens in a fresh copy of the source at the same place, since objects may name it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ProjectContract {
  private final Project project;
  private final Map<Source, BareBuild> bareBuilds = new HashMap<>();

  /** The source as it was fetched, or with its header edited. */
  private enum Source {
    FETCHED,
    EDITED
  }

  /**
   * What the build does without Larder.
   *
   * @param objects by path
   * @param compilersOfNoBuild how many compilers the build system starts, to ask them things, where
   *     nothing is left to build
   */
  private record BareBuild(SortedMap<String, String> objects, int compilersOfNoBuild) {}

  ProjectContract(Project project) {
    this.project = project;
  }

  private Path directory = Path.of("");

  @BeforeAll
  void work(@TempDir Path scratch) {
    directory = scratch;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 8})
  void builds_coldWarmAndEdited_equalTheBareCompilers(int jobs)
      throws IOException, InterruptedException {
    try (var larder = Installed.in(Files.createDirectory(directory.resolve("larder-" + jobs)))) {
      BareBuild bare = bare(Source.FETCHED);
      assertThat(build(Source.FETCHED, larder, jobs, List.of())).isEqualTo(bare.objects());
      long units = larder.count("Cache misses");
      assertThat(units).isGreaterThanOrEqualTo(project.units());

      larder.command("--zero-stats");
      var trace = new StartTrace(Files.createDirectory(directory.resolve("trace-" + jobs)));
      assertThat(build(Source.FETCHED, larder, jobs, trace.tracer())).isEqualTo(bare.objects());
      assertThat(larder.count("Cache hits")).isEqualTo(units);
      assertThat(larder.count("Cache misses")).isZero();
      assertThat(trace.compilers()).hasSize(bare.compilersOfNoBuild());

      larder.command("--zero-stats");
      assertThat(build(Source.EDITED, larder, jobs, List.of()))
          .isEqualTo(bare(Source.EDITED).objects());
      assertThat(larder.count("Cache hits")).isPositive();
      assertThat(larder.count("Cache misses")).isPositive();
    }
  }

  private BareBuild bare(Source source) throws IOException, InterruptedException {
    BareBuild known = bareBuilds.get(source);
    if (known != null) {
      return known;
    }
    Path copy = prepare(source);
    project.configure(copy, Optional.empty());
    Command build = project.build(copy, Optional.empty(), 2);
    build.run();
    SortedMap<String, String> objects = Tree.objects(copy);
    assertThat(objects).hasSizeGreaterThanOrEqualTo(project.units());
    var trace = new StartTrace(Files.createDirectory(directory.resolve("trace-" + source)));
    build.behind(trace.tracer()).run();
    var made = new BareBuild(objects, trace.compilers().size());
    bareBuilds.put(source, made);
    return made;
  }

  private SortedMap<String, String> build(
      Source source, Installed larder, int jobs, List<String> prefix)
      throws IOException, InterruptedException {
    Path copy = prepare(source);
    project.configure(copy, Optional.of(larder));
    project.build(copy, Optional.of(larder), jobs).behind(prefix).run();
    return Tree.objects(copy);
  }

  private Path prepare(Source source) throws IOException, InterruptedException {
    Path copy = directory.resolve("work").resolve(project.name());
    Tree.copy(Tree.source(project.name()), copy);
    if (source == Source.EDITED) {
      // A line more at its start: with -g each object that includes it changes.
      Path header = copy.resolve(project.header());
      byte[] text = Files.readAllBytes(header);
      Files.writeString(header, "struct larder_edit { int one; };\n");
      Files.write(header, text, java.nio.file.StandardOpenOption.APPEND);
    }
    return copy;
  }
}
