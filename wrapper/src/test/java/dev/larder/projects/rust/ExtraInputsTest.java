package dev.larder.projects.rust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.projects.Command;
import dev.larder.projects.Installed;
import dev.larder.projects.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A procedural macro that asks the kernel itself, past every library, so that nobody sees what it
 * reads; and what a project declares about it in cargo's own configuration.
 */
final class ExtraInputsTest {
  /* open, read: the system calls of x86-64. */
  private static final String MACRO =
      """
      use proc_macro::TokenStream;
      use std::arch::asm;
      unsafe fn call(number: usize, one: usize, two: usize, three: usize) -> isize {
          let result: isize;
          asm!("syscall", inlateout("rax") number as isize => result, in("rdi") one, in("rsi") two,
               in("rdx") three, out("rcx") _, out("r11") _);
          result
      }
      fn read(name: &str) -> Vec<u8> {
          let name = format!("{name}\\0");
          let mut text = vec![0u8; 1 << 20];
          unsafe {
              let file = call(2, name.as_ptr() as usize, 0, 0);
              if file < 0 { return b"absent".to_vec(); }
              let mut length = 0;
              loop {
                  let more = call(0, file as usize, text.as_ptr() as usize + length, text.len() - length);
                  if more <= 0 { break; }
                  length += more as usize;
              }
              text.truncate(length);
          }
          text
      }
      #[proc_macro]
      pub fn hidden(_: TokenStream) -> TokenStream {
          let all = read("/proc/self/environ");
          let url = all.split(|byte| *byte == 0)
              .find_map(|each| each.strip_prefix(b"SCHEMA_URL="))
              .unwrap_or(b"unset");
          let said = [&read("queries/one.json")[..], url, &read("schema.txt")[..]].concat();
          format!("{:?}", String::from_utf8_lossy(&said)).parse().unwrap()
      }
      """;

  @TempDir Path directory = Path.of("");

  private Cargo cargo = Cargo.in(Path.of(""));
  private Installed larder = new Installed(Path.of(""), Path.of(""), java.util.Map.of());

  @BeforeEach
  void lay() throws IOException {
    Path project = directory.resolve("project");
    text("Cargo.toml", "[workspace]\nresolver = \"2\"\nmembers = [\"mac\", \"app\"]\n");
    text(
        "mac/Cargo.toml",
        """
        [package]
        name = "mac"
        version = "1.0.0"
        edition = "2021"
        [lib]
        proc-macro = true
        """);
    text("mac/src/lib.rs", MACRO);
    text(
        "app/Cargo.toml",
        """
        [package]
        name = "app"
        version = "1.0.0"
        edition = "2021"
        [dependencies]
        mac = { path = "../mac" }
        """);
    text("app/src/main.rs", "fn main() { println!(\"{}\", mac::hidden!()); }\n");
    text("queries/one.json", "one ");
    cargo = Cargo.in(project).with("SCHEMA_URL", "url ");
    larder = Installed.in(Files.createDirectory(directory.resolve("larder")));
  }

  @AfterEach
  void stop() throws IOException {
    larder.close();
  }

  private void text(String name, String text) throws IOException {
    Path file = directory.resolve("project").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void declaredInCargosConfiguration_countsForTheCratesOfTheProject() throws Exception {
    text(
        ".cargo/config.toml",
        """
        [env]
        LARDER_EXTRA_FILES = "queries:schema.txt"
        LARDER_EXTRA_VARIABLES = "SCHEMA_URL"
        """);
    assertThat(builtAnew(cargo)).isEqualTo("one url absent");
    long misses = larder.count("Cache misses");
    assertThat(builtAnew(cargo)).isEqualTo("one url absent");
    assertThat(larder.count("Cache misses")).as("unchanged").isEqualTo(misses);

    text("queries/one.json", "two ");
    assertThat(builtAnew(cargo)).as("a file changes").isEqualTo("two url absent");
    assertThat(larder.command("explain")).contains("queries/one.json");
    Cargo elsewhere = cargo.with("SCHEMA_URL", "other ");
    assertThat(builtAnew(elsewhere)).as("a variable changes").isEqualTo("two other absent");
    text("schema.txt", "schema");
    assertThat(builtAnew(elsewhere)).as("a file appears").isEqualTo("two other schema");
    misses = larder.count("Cache misses");
    text("queries/part/two.json", "");
    assertThat(builtAnew(elsewhere)).isEqualTo("two other schema");
    assertThat(larder.count("Cache misses")).as("a name appears").isGreaterThan(misses);

    Tree.delete(directory.resolve("project/queries/part"));
    Files.delete(directory.resolve("project/schema.txt"));
    text("queries/one.json", "one ");
    misses = larder.count("Cache misses");
    assertThat(builtAnew(cargo)).as("all is as it was").isEqualTo("one url absent");
    assertThat(larder.count("Cache misses")).isEqualTo(misses);
  }

  @Test
  void keptBeforeItWasDeclared_servesNoMore() throws Exception {
    assertThat(builtAnew(cargo)).isEqualTo("one url absent");
    text("queries/one.json", "two ");
    assertThat(builtAnew(cargo)).as("nobody can know").isEqualTo("one url absent");
    assertThat(builtAnew(cargo.with("LARDER_EXTRA_FILES", "queries"))).isEqualTo("two url absent");
  }

  private String builtAnew(Cargo each) throws IOException, InterruptedException {
    Built built = Built.anew(each.through(larder), "build");
    assertThat(built.succeeded()).as("%s", built.said()).isTrue();
    return Command.of(each.directory(), each.target().resolve("debug/app").toString())
        .run()
        .strip();
  }
}
