package dev.larder.daemon.inputs.observation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real programs of each kind, made by the real compiler. */
final class ObservableTest {
  @TempDir private Path directory;

  private Path compile(String... options) throws IOException, InterruptedException {
    Path source = Files.writeString(directory.resolve("p.c"), "int main(void) { return 0; }\n");
    Path program = directory.resolve("p");
    List<String> command = new ArrayList<>(List.of("gcc", "-o", program.toString()));
    command.addAll(List.of(options));
    command.add(source.toString());
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    return program;
  }

  @Test
  void dynamicProgram_canBeObserved() throws Exception {
    assertThat(Observable.obstacle(compile())).isEmpty();
    assertThat(Observable.obstacle(Path.of("/usr/bin/gcc"))).isEmpty();
  }

  @Test
  void staticProgram_canNot() throws Exception {
    assertThat(Observable.obstacle(compile("-static"))).contains("static program");
    assertThat(Observable.obstacle(compile("-static-pie"))).contains("static program");
  }

  @Test
  void programWithAddressSanitizer_canNot() throws Exception {
    assertThat(Observable.obstacle(compile("-fsanitize=address")))
        .contains("program with a sanitizer");
  }

  @Test
  void setUidProgram_canNot() throws Exception {
    Path program = compile();
    assertThat(new ProcessBuilder("chmod", "u+s", program.toString()).inheritIO().start().waitFor())
        .isZero();
    assertThat(Observable.obstacle(program)).contains("set-uid program");
  }

  @Test
  void programOfAnotherMachine_canNot() throws Exception {
    Path program = compile();
    byte[] bytes = Files.readAllBytes(program);
    bytes[18] = 40; // EM_ARM
    Files.write(program, bytes);
    assertThat(Observable.obstacle(program)).contains("program for another machine");
  }

  @Test
  void whatIsNoProgram_canNot() throws Exception {
    Path script = Files.writeString(directory.resolve("s"), "#!/bin/sh\n");
    Files.setPosixFilePermissions(
        script,
        java.util.Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_EXECUTE));
    assertThat(Observable.obstacle(script)).contains("no ELF program");
    assertThat(Observable.obstacle(directory.resolve("none"))).contains("unreadable program");
  }

  @Test
  void truncatedProgram_atAnyLength_doesNotFail() throws Exception {
    byte[] bytes = Files.readAllBytes(compile("-fsanitize=address"));
    Path cut = directory.resolve("cut");
    for (int length = 0; length < bytes.length; length += 61) {
      Files.write(cut, java.util.Arrays.copyOf(bytes, length));
      Observable.obstacle(cut);
    }
    assertThat(Observable.obstacle(cut)).isNotNull();
  }
}
