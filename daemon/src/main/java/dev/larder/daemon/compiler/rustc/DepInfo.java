package dev.larder.daemon.compiler.rustc;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads a dep-info file: rules in make's syntax in which spaces of file names are escaped, and
 * comments that name the variables that the crate asked for ({@code
 * rustc_interface::passes::write_out_deps}).
 */
record DepInfo(List<String> files, List<String> variables) {
  private static final String VARIABLE = "# env-dep:";

  static DepInfo read(String text) {
    List<String> files = new ArrayList<>();
    List<String> variables = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      if (line.startsWith(VARIABLE)) {
        int equals = line.indexOf('=');
        variables.add(
            line.substring(VARIABLE.length(), equals < 0 ? line.length() : equals)
                .replace("\\\\", "\\"));
      } else if (!line.startsWith("#")) {
        int colon = line.indexOf(": ");
        if (colon >= 0) {
          addFiles(line.substring(colon + 2), files);
        }
      }
    }
    return new DepInfo(List.copyOf(files), List.copyOf(variables));
  }

  private static void addFiles(String names, List<String> files) {
    StringBuilder name = new StringBuilder();
    for (int at = 0; at <= names.length(); at++) {
      char c = at < names.length() ? names.charAt(at) : ' ';
      if (c == '\\' && at + 1 < names.length() && names.charAt(at + 1) == ' ') {
        name.append(' ');
        at++;
      } else if (c == ' ') {
        if (!name.isEmpty()) {
          files.add(name.toString());
        }
        name.setLength(0);
      } else {
        name.append(c);
      }
    }
  }
}
