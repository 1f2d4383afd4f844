package dev.larder.daemon.prefetch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a git checkout comes from: the URL of its remote {@code origin}. */
final class Origin {
  private static final long LARGEST_FILE = 1 << 20;
  private static final Pattern URL = Pattern.compile("url\\s*=\\s*(.*)", Pattern.CASE_INSENSITIVE);
  private static final Pattern WITH_SCHEME =
      Pattern.compile("[a-z][a-z0-9+.-]*://(?:[^/@]*@)?([^/]*)(/.*)?", Pattern.CASE_INSENSITIVE);
  private static final Pattern LIKE_SCP = Pattern.compile("(?:[^/@:]*@)?([^/:]+):(?!/)(.*)");

  private Origin() {}

  /**
   * The origin of the checkout at whose top this {@code .git} lies, as {@code HOST/PATH}: without
   * credentials, and the same however the host is spoken to.
   *
   * @param git a directory, or in a worktree or submodule the file that names one
   */
  static Optional<String> of(Path git) {
    try {
      return url(Files.readString(config(git), StandardCharsets.ISO_8859_1)).map(Origin::plain);
    } catch (IOException | InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** See gitrepository-layout(5): "gitfile", "commondir". */
  private static Path config(Path git) throws IOException {
    Path directory = git;
    if (Files.isRegularFile(git)) {
      String link = small(git);
      if (!link.startsWith("gitdir: ")) {
        throw new IOException(git + " names no directory");
      }
      directory = git.resolveSibling(link.substring("gitdir: ".length()).strip());
    }
    Path common = directory.resolve("commondir");
    Path shared =
        Files.isRegularFile(common) ? directory.resolve(small(common).strip()) : directory;
    Path config = shared.resolve("config");
    if (Files.size(config) > LARGEST_FILE) {
      throw new IOException(config + " is too large");
    }
    return config;
  }

  private static String small(Path file) throws IOException {
    if (Files.size(file) > LARGEST_FILE) {
      throw new IOException(file + " is too large");
    }
    return Files.readString(file, StandardCharsets.UTF_8);
  }

  /** See git-config(1). */
  private static Optional<String> url(String config) {
    boolean inOrigin = false;
    for (String line : config.lines().map(String::strip).toList()) {
      if (line.startsWith("[")) {
        inOrigin = line.replaceAll("\\s+", " ").startsWith("[remote \"origin\"]");
      } else if (inOrigin) {
        Matcher url = URL.matcher(line);
        if (url.matches()) {
          return Optional.of(url.group(1).replace("\"", "").strip())
              .filter(text -> !text.isEmpty());
        }
      }
    }
    return Optional.empty();
  }

  /** What is left of a URL when it does not matter who asks, and how. */
  static String plain(String url) {
    String host = "";
    String path = url;
    Matcher schemed = WITH_SCHEME.matcher(url);
    Matcher scp = LIKE_SCP.matcher(url);
    if (schemed.matches()) {
      host = schemed.group(1);
      path = Optional.ofNullable(schemed.group(2)).orElse("");
    } else if (scp.matches()) {
      host = scp.group(1);
      path = scp.group(2);
    }
    String bare = path.replaceAll("/+$", "").replaceAll("\\.git$", "");
    return host.isEmpty() ? bare : host.toLowerCase(Locale.ROOT) + "/" + bare.replaceAll("^/+", "");
  }
}
