package dev.larder.daemon.inputs.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.storage.Content;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NameSearchTest {
  private static final String NAME = "/home/ñ/target";

  /* What is read of a file at once. */
  private static final int PIECE = 128 * 1024;

  @TempDir Path directory = Path.of("");

  @ParameterizedTest
  @ValueSource(ints = {0, 1, PIECE - 16, PIECE - 15, PIECE - 1, PIECE, 2 * PIECE - 7, 300_000})
  void in_nameAnywhere_isFound(int at) throws IOException {
    byte[] bytes = filled(at, NAME);
    NameSearch search = NameSearch.of(List.of("/another", NAME));
    assertThat(search.in(new Content.Bytes(bytes))).containsExactly(NAME);
    assertThat(search.in(stretch(bytes, 0, bytes.length))).containsExactly(NAME);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, PIECE - 7, 300_000})
  void in_stretch_isNothingBeyondIt(int at) throws IOException {
    byte[] bytes = filled(at, NAME);
    int length = NAME.getBytes(StandardCharsets.UTF_8).length;
    NameSearch search = NameSearch.of(List.of(NAME));
    assertThat(search.in(stretch(bytes, at, length))).containsExactly(NAME);
    assertThat(search.in(stretch(bytes, at, length - 1))).isEmpty();
    assertThat(search.in(stretch(bytes, at + 1, length))).isEmpty();
  }

  @Test
  void in_namesWithinEachOther_areAllFound() throws IOException {
    NameSearch search = NameSearch.of(List.of("/a", "/a/b", "/a", "/a/b/c"));
    byte[] text = "x/a/b\0".getBytes(StandardCharsets.UTF_8);
    assertThat(search.in(new Content.Bytes(text))).containsExactly("/a", "/a/b");
    assertThat(NameSearch.of(List.of()).in(new Content.Bytes(text))).isEmpty();
    assertThat(NameSearch.of(List.of("b\0")).in(new Content.Bytes(text))).containsExactly("b\0");
    assertThat(search.in(new Content.Bytes(new byte[0]))).isEmpty();
  }

  @Test
  void in_fileShorterThanSaid_fails() throws IOException {
    NameSearch search = NameSearch.of(List.of(NAME));
    Content.Stretch beyond = stretch(new byte[10], 0, 11);
    assertThatThrownBy(() -> search.in(beyond)).hasMessageContaining(beyond.file().toString());
    Content.Stretch absent = new Content.Stretch(directory.resolve("absent"), 0, 1);
    assertThatThrownBy(() -> search.in(absent)).hasMessageContaining("absent");
  }

  private static byte[] filled(int at, String name) {
    byte[] bytes = new byte[PIECE * 3 + 99];
    Arrays.fill(bytes, (byte) '/');
    byte[] named = name.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(named, 0, bytes, at, named.length);
    return bytes;
  }

  private Content.Stretch stretch(byte[] bytes, long offset, long length) throws IOException {
    return new Content.Stretch(Files.write(directory.resolve("content"), bytes), offset, length);
  }
}
