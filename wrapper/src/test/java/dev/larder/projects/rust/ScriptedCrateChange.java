package dev.larder.projects.rust;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A change to what a build script of a crate looks at.
 *
 * @param what it is, for people
 * @param done the change
 * @param undone what takes it back, of files
 */
record ScriptedCrateChange(String what, Step done, Step undone) {
  /** What is done to the files, or to cargo's environment. */
  interface Step {
    Cargo on(ScriptedPackage files, Cargo cargo) throws IOException;
  }

  private static final Step NOTHING = (files, cargo) -> cargo;

  /** By the packages whose scripts run. */
  static Map<String, List<ScriptedCrateChange>> all() {
    var all = new TreeMap<String, List<ScriptedCrateChange>>();
    all.put("anyhow", List.of(variable("RUSTC_BOOTSTRAP", "1")));
    all.put("with-cmake", List.of(text("with-cmake/c/answer.h", "MORE 1", "MORE 2")));
    // A header that only another header names, and that the script does not declare.
    all.put("with-bindgen", List.of(text("with-bindgen/inner.h", "int first", "long first")));
    all.put("with-prost", List.of(text("with-prost/message.proto", "string", "bytes")));
    all.put(
        "libz-sys",
        List.of(
            described("zlib", "-lz"),
            variable("LIBZ_SYS_STATIC", "1"),
            tool(
                "pkg-config",
                "case $* in *--modversion*) echo 9.9 ;; *) echo -L/upgraded -lz ;; esac")));
    all.put("openssl-sys", List.of(described("openssl", "-lssl -lcrypto")));
    // The one hands to the other where its headers are.
    all.put("libssh2-sys libz-sys", List.of(variable("LIBZ_SYS_STATIC", "1")));
    return all;
  }

  /** By the package whose script fails then. */
  static Map<String, Step> failures() {
    var all = new TreeMap<String, Step>();
    all.put("openssl-sys", variable("OPENSSL_DIR", "/nowhere").done);
    all.put("with-bindgen", replaced("with-bindgen/inner.h", ";", ""));
    all.put("with-cmake", replaced("with-cmake/c/answer.c", ";", ""));
    return all;
  }

  private static ScriptedCrateChange variable(String name, String value) {
    return new ScriptedCrateChange(
        "variable " + name, (files, cargo) -> cargo.with(name, value), NOTHING);
  }

  private static ScriptedCrateChange text(String name, String before, String after) {
    return new ScriptedCrateChange(
        "file " + name, replaced(name, before, after), replaced(name, after, before));
  }

  private static Step replaced(String name, String before, String after) {
    return (files, cargo) -> {
      String text = Files.readString(files.directory().resolve(name));
      files.text(name, text.replace(before, after));
      return cargo;
    };
  }

  private static ScriptedCrateChange described(String name, String libraries) {
    String file = "packages/" + name + ".pc";
    return new ScriptedCrateChange(
        "package " + name + " that appears",
        (files, cargo) -> {
          files.text(
              file,
              "Name: %s\nDescription: another\nVersion: 9.9.9\nLibs: -L%s/lib %s\n"
                  .formatted(name, files.directory(), libraries));
          return cargo;
        },
        deleted(file));
  }

  private static ScriptedCrateChange tool(String name, String text) {
    return new ScriptedCrateChange(
        "tool " + name + " that appears earlier in PATH",
        (files, cargo) -> {
          files.program("tools/" + name, text);
          return cargo;
        },
        deleted("tools/" + name));
  }

  private static Step deleted(String name) {
    return (files, cargo) -> {
      Files.delete(files.directory().resolve(name));
      return cargo;
    };
  }
}
