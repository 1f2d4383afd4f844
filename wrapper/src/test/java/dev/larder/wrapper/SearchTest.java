package dev.larder.wrapper;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which program the caller means. */
final class SearchTest extends WrapperTest {
  private Path links;
  private Path real;

  SearchTest() {
    links = Path.of("links");
    real = Path.of("real");
  }

  @BeforeEach
  void write() throws Exception {
    play(
        conversation -> {
          conversation.request();
          conversation.send(Frame.exec());
          assertThat(conversation.over()).isTrue();
        });
    links = Files.createDirectory(directory.resolve("links"));
    real = Files.createDirectory(directory.resolve("real"));
    // Not a script: a script's $0 would be its path, whatever argv[0] was.
    Files.copy(Path.of("/bin/sh"), real.resolve("gcc"));
  }

  @Test
  void name_is_looked_up_in_path_and_stays_as_typed() throws Exception {
    assertThat(real(stage.larder("gcc", "-c", "echo $0"))).isEqualTo(out("gcc"));
  }

  @Test
  void path_is_taken_as_it_is() throws Exception {
    Files.createSymbolicLink(stage.work().resolve("here"), real.resolve("gcc"));
    assertThat(stage.larder("./here", "-c", "echo $0").run()).isEqualTo(out("./here"));
  }

  @Test
  void link_named_as_a_compiler_finds_the_next_of_that_name() throws Exception {
    Path link = Files.createSymbolicLink(links.resolve("gcc"), stage.wrapper());
    assertThat(linked(stage.command(link.toString(), "-c", "echo $0")))
        .isEqualTo(out(real.resolve("gcc")));
    assertThat(linked(stage.command("sh", "-c", "exec gcc -c 'echo $0'")))
        .isEqualTo(out(real.resolve("gcc")));
  }

  @Test
  void wrapper_passes_over_its_own_links() throws Exception {
    Path link = Files.createSymbolicLink(links.resolve("gcc"), stage.wrapper());
    assertThat(linked(stage.larder("gcc", "-c", "echo $0"))).isEqualTo(out(real.resolve("gcc")));
    assertThat(linked(stage.larder(link.toString(), "-c", "echo $0")))
        .isEqualTo(out(real.resolve("gcc")));
  }

  @Test
  void two_wrappers_that_find_each_other_end_at_the_compiler() throws Exception {
    Path other = Files.copy(stage.wrapper(), directory.resolve("other"));
    Files.createSymbolicLink(links.resolve("gcc"), stage.wrapper());
    Path others = Files.createDirectory(directory.resolve("others"));
    Files.createSymbolicLink(others.resolve("gcc"), other);
    String path = links + ":" + others + ":" + real;
    assertThat(stage.larder("gcc", "-c", "echo $0").with("PATH", path).run())
        .isEqualTo(out(real.resolve("gcc")));
  }

  @Test
  void script_that_calls_the_wrapper_again_ends_at_the_compiler() throws Exception {
    Stage.script(links.resolve("gcc"), "#!/bin/sh", "exec " + stage.wrapper() + " gcc \"$@\"");
    assertThat(linked(stage.larder("gcc", "-c", "echo $0"))).isEqualTo(out(real.resolve("gcc")));
  }

  @Test
  void endless_recursion_ends() throws Exception {
    Path script =
        Stage.script(links.resolve("gcc"), "#!/bin/sh", "exec " + stage.wrapper() + " $0 \"$@\"");
    assertThat(stage.larder(script.toString()).run())
        .isEqualTo(
            new Outcome(
                126,
                "",
                "larder: " + script + ": compiler wrappers call each other without end\n"));
  }

  @Test
  void program_may_run_itself_through_the_wrapper() throws Exception {
    String inner = stage.wrapper() + " gcc -c 'echo inner'";
    assertThat(real(stage.larder("gcc", "-c", inner))).isEqualTo(out("inner"));
  }

  @Test
  void repeated_wrapper_collapses() throws Exception {
    String wrapper = stage.wrapper().toString();
    Path alias = Files.createSymbolicLink(links.resolve("sccache"), stage.wrapper());
    Files.createSymbolicLink(links.resolve("larder"), stage.wrapper());
    assertThat(real(stage.larder(wrapper, alias.toString(), "gcc", "-c", "echo $0")))
        .isEqualTo(out("gcc"));
    assertThat(linked(stage.larder("larder", "sccache", "gcc", "-c", "echo $0")))
        .isEqualTo(out("gcc"));
  }

  @Test
  void names_of_its_own_stand_for_the_systems_compilers() throws Exception {
    Files.createSymbolicLink(real.resolve("cc"), Path.of("gcc"));
    Files.createSymbolicLink(real.resolve("c++"), Path.of("gcc"));
    for (String name : new String[] {"cc", "c++"}) {
      Path link = Files.createSymbolicLink(links.resolve("larder-" + name), stage.wrapper());
      assertThat(real(stage.command(link.toString(), "-c", "echo $0")))
          .isEqualTo(out(real.resolve(name)));
    }
  }

  @Test
  void directories_and_plain_files_are_passed_over() throws Exception {
    Files.createDirectory(links.resolve("gcc"));
    Path plain = Files.createDirectory(directory.resolve("plain"));
    Files.writeString(plain.resolve("gcc"), "no program");
    String path = links + ":" + plain + ":/missing:" + real;
    assertThat(stage.larder("gcc", "-c", "echo $0").with("PATH", path).run()).isEqualTo(out("gcc"));
  }

  @Test
  void empty_element_of_path_is_the_working_directory() throws Exception {
    stage.script("gcc", "#!/bin/sh", "echo here");
    assertThat(stage.larder("gcc").with("PATH", "/missing::/usr/bin").run()).isEqualTo(out("here"));
  }

  @Test
  void unset_path_is_that_of_execvp() throws Exception {
    assertThat(stage.larder("sh", "-c", "echo $0").without("PATH").run()).isEqualTo(out("sh"));
  }

  @Test
  void what_is_not_found_is_named_as_a_shell_would() throws Exception {
    assertThat(stage.larder("nothing").run())
        .isEqualTo(new Outcome(127, "", "larder: nothing: command not found\n"));
    assertThat(stage.larder("./nothing").run())
        .isEqualTo(new Outcome(127, "", "larder: ./nothing: No such file or directory\n"));
    stage.file("plain", "text");
    assertThat(stage.larder("./plain").run())
        .isEqualTo(new Outcome(126, "", "larder: ./plain: Permission denied\n"));
    assertThat(stage.larder("plain").with("PATH", stage.work()).run())
        .isEqualTo(new Outcome(126, "", "larder: plain: Permission denied\n"));
  }

  @Test
  void link_without_a_compiler_behind_it_is_named() throws Exception {
    Path link = Files.createSymbolicLink(links.resolve("icc"), stage.wrapper());
    assertThat(linked(stage.command(link.toString())))
        .isEqualTo(new Outcome(127, "", "larder: icc: command not found\n"));
  }

  private Outcome real(Caller caller) throws Exception {
    return caller.with("PATH", real).run();
  }

  private Outcome linked(Caller caller) throws Exception {
    return caller.with("PATH", links + ":" + real).run();
  }

  private static Outcome out(Object line) {
    return new Outcome(0, line + "\n", "");
  }
}
