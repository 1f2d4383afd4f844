package dev.larder.daemon.inputs;

import dev.larder.daemon.inputs.Fact.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The byte form of facts: a count, then for each a tag, its name and its fields. Integers are
 * unsigned LEB128. A name is written as the number of bytes it has in common with the one before,
 * and the length and bytes of the rest. A set has exactly one form.
 */
final class FactCodec {
  private static final int LONGEST_TEXT = 16 << 20;
  private static final List<Kind> KINDS = List.of(Kind.REGULAR, Kind.DIRECTORY, Kind.OTHER);

  private FactCodec() {}

  /** A fact with what orders it: by tag, then by the bytes of the name. */
  @SuppressWarnings("ArrayRecordComponent") // compared as an order compares
  private record Named(int tag, byte[] name, Fact fact) implements Comparable<Named> {
    static Named of(Fact fact) {
      return new Named(
          FactCodec.tag(fact), FactCodec.name(fact).getBytes(StandardCharsets.UTF_8), fact);
    }

    @Override
    public int compareTo(Named other) {
      return tag == other.tag ? Arrays.compareUnsigned(name, other.name) : tag - other.tag;
    }
  }

  private static int tag(Fact fact) {
    return switch (fact) {
      case Fact.Variable variable -> variable.value().isPresent() ? 2 : 1;
      case Fact.WorkingDirectory directory -> 3;
      case Fact.Today today -> 4;
      case Fact.Content content -> 5;
      case Fact.Program program -> 6;
      case Fact.Absent absent -> 7;
      case Fact.Presence presence -> 8;
      case Fact.Listing listing -> 9;
      case Fact.Link link -> 10;
      case Fact.Canonical canonical -> 11;
      case Fact.Refused refused -> 12;
      case Fact.Executable executable -> 13;
      case Fact.Permissions permissions -> 14;
    };
  }

  private static String name(Fact fact) {
    return switch (fact) {
      case Fact.OfPath file -> file.path();
      case Fact.Variable variable -> variable.name();
      case Fact.WorkingDirectory directory -> "";
      case Fact.Today today -> "";
    };
  }

  /**
   * The set of these facts, which are all different.
   *
   * @throws IllegalArgumentException if two of one kind contradict each other about one name
   */
  static InputSet ordered(Collection<Fact> facts) {
    Named[] sorted = facts.stream().map(Named::of).sorted().toArray(Named[]::new);
    for (int i = 1; i < sorted.length; i++) {
      if (sorted[i - 1].compareTo(sorted[i]) == 0) {
        throw new IllegalArgumentException("contradiction about " + sorted[i].fact());
      }
    }
    return new InputSet(Stream.of(sorted).map(Named::fact).toList(), encode(sorted));
  }

  private static byte[] encode(Named[] facts) {
    Output output = new Output();
    output.number(facts.length);
    byte[] before = {};
    for (Named fact : facts) {
      byte[] name = fact.name();
      output.number(fact.tag());
      int common = common(before, name);
      output.number(common);
      output.text(Arrays.copyOfRange(name, common, name.length));
      fields(output, fact.fact());
      before = name;
    }
    return output.bytes.toByteArray();
  }

  private static int common(byte[] before, byte[] name) {
    int mismatch = Arrays.mismatch(before, name);
    return mismatch < 0 ? name.length : mismatch;
  }

  private static void fields(Output output, Fact fact) {
    switch (fact) {
      case Fact.Variable variable -> variable.value().ifPresent(output::digest);
      case Fact.WorkingDirectory directory -> output.digest(directory.digest());
      case Fact.Today today -> output.number(today.date().toEpochDay());
      case Fact.Content content -> output.digest(content.digest());
      case Fact.Program program -> output.digest(program.digest());
      case Fact.Absent absent -> {}
      case Fact.Executable executable -> {}
      case Fact.Presence presence -> {
        output.number(KINDS.indexOf(presence.kind()));
        output.number(presence.size());
      }
      case Fact.Listing listing -> {
        output.digest(listing.digest());
        output.number(listing.without().size());
        listing.without().forEach(name -> output.text(name.getBytes(StandardCharsets.UTF_8)));
      }
      case Fact.Link link -> output.digest(link.text());
      case Fact.Canonical canonical -> output.digest(canonical.canonical());
      case Fact.Refused refused -> output.number(refused.errno());
      case Fact.Permissions permissions -> output.number(permissions.bits());
    }
  }

  static InputSet.Decoded decode(byte[] bytes) {
    try {
      return new InputSet.Sound(new InputSet(facts(new Input(bytes)), bytes.clone()));
    } catch (Input.DamagedException | IllegalArgumentException e) {
      return new InputSet.Damaged(String.valueOf(e.getMessage()));
    }
  }

  /** Takes one form only: what could be written otherwise was not written by us. */
  private static List<Fact> facts(Input input) throws Input.DamagedException {
    int count = input.number(InputSet.MOST);
    List<Fact> facts = new ArrayList<>(Math.min(count, input.remaining()));
    FrontCodedName name = new FrontCodedName();
    int before = 0;
    long total = 0;
    for (int i = 0; i < count; i++) {
      int tag = input.number(14);
      boolean ascending = name.read(input);
      if (tag < before || (tag == before && !ascending)) {
        throw new Input.DamagedException("facts out of order");
      }
      total += name.length();
      if (total > LONGEST_TEXT) {
        throw new Input.DamagedException("more than " + LONGEST_TEXT + " bytes of names");
      }
      facts.add(fact(input, tag, name.text()));
      before = tag;
    }
    input.end();
    return Collections.unmodifiableList(facts);
  }

  private static Fact fact(Input input, int tag, String name) throws Input.DamagedException {
    return switch (tag) {
      case 1 -> new Fact.Variable(name, Optional.empty());
      case 2 -> new Fact.Variable(name, Optional.of(input.digest()));
      case 3 -> new Fact.WorkingDirectory(input.digest());
      case 4 -> new Fact.Today(LocalDate.ofEpochDay(input.number(Integer.MAX_VALUE)));
      case 5 -> new Fact.Content(name, input.digest());
      case 6 -> new Fact.Program(name, input.digest());
      case 7 -> new Fact.Absent(name);
      case 8 ->
          new Fact.Presence(name, KINDS.get(input.number(KINDS.size() - 1)), input.longNumber());
      case 9 -> new Fact.Listing(name, input.digest(), input.strings());
      case 10 -> new Fact.Link(name, input.digest());
      case 11 -> new Fact.Canonical(name, input.digest());
      case 12 -> new Fact.Refused(name, input.number(4095));
      case 13 -> new Fact.Executable(name);
      case 14 -> new Fact.Permissions(name, input.number(07777));
      default -> throw new Input.DamagedException("no fact has tag " + tag);
    };
  }

  private static final class Output {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    void number(long value) {
      long rest = value;
      while (rest > 0x7f) {
        bytes.write((int) (rest & 0x7f) | 0x80);
        rest >>>= 7;
      }
      bytes.write((int) rest);
    }

    void text(byte[] text) {
      number(text.length);
      bytes.writeBytes(text);
    }

    void digest(Digest digest) {
      bytes.writeBytes(digest.bytes());
    }
  }
}
