package dev.larder.storage;

import java.util.ArrayList;
import java.util.List;

/**
 * One stored result: its sections, in the order in which they were given.
 *
 * @param sections at most {@value #MAX_SECTIONS}
 */
public record Entry(List<Section> sections) {
  /** An entry with more sections than this is neither written nor read. */
  public static final int MAX_SECTIONS = 4096;

  public Entry {
    sections = List.copyOf(sections);
    if (sections.size() > MAX_SECTIONS) {
      throw new IllegalArgumentException("too many sections: " + sections.size());
    }
  }

  /** The sections without their bytes. */
  public List<Line> lines() {
    List<Line> lines = new ArrayList<>(sections.size());
    for (Section section : sections) {
      lines.add(new Line(section.name(), section.mode(), section.content().length()));
    }
    return lines;
  }

  /** The bytes of all sections together. */
  public long length() {
    return sections.stream().mapToLong(section -> section.content().length()).sum();
  }

  /**
   * A named part. The name tells the reader what the bytes are ({@code object}, {@code depfile},
   * {@code stderr}…); it is never a path.
   *
   * @param name 1 to 255 characters, ASCII letters, digits, and {@code - . _}; several sections may
   *     have the same
   * @param mode permission bits of the file that it was, 0 where it was none
   */
  public record Section(String name, int mode, Content content) {
    public Section {
      check(name, mode);
    }

    /** Refuses what a section can not have. */
    static void check(String name, int mode) {
      if (!isName(name)) {
        throw new IllegalArgumentException("not a section's name: " + name);
      }
      if ((mode & ~0777) != 0) {
        throw new IllegalArgumentException("not permission bits: " + Integer.toOctalString(mode));
      }
    }

    /** Whether a section may have this name. */
    public static boolean isName(String name) {
      return !name.isEmpty() && name.length() <= 255 && name.chars().allMatch(Section::inName);
    }

    private static boolean inName(int c) {
      return (c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || (c >= '0' && c <= '9')
          || c == '.'
          || c == '_'
          || c == '-';
    }
  }

  /**
   * What is known of a section without its bytes.
   *
   * @param length of those
   */
  public record Line(String name, int mode, long length) {
    public Line {
      Section.check(name, mode);
      if (length < 0) {
        throw new IllegalArgumentException("negative length of " + name);
      }
    }
  }
}
