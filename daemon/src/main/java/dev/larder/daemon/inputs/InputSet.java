package dev.larder.daemon.inputs;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What one run depended on: facts in canonical order, each once. */
public final class InputSet {
  /** A set has at most so many facts. */
  public static final int MOST = 20_000;

  private final List<Fact> facts;
  private final byte[] encoded;

  /** Facts that are in order, and their byte form. */
  InputSet(List<Fact> facts, byte[] encoded) {
    this.facts = facts;
    this.encoded = encoded;
  }

  /** Outcome of {@link #decode}. */
  public sealed interface Decoded {}

  /** Bytes that were a set. */
  public record Sound(InputSet inputs) implements Decoded {}

  /** Bytes that were none, or not in the one form that a set has. */
  public record Damaged(String why) implements Decoded {}

  /**
   * The set of these facts.
   *
   * @throws IllegalArgumentException if there are more than {@value #MOST}, or if two facts of one
   *     kind contradict each other about one name
   */
  public static InputSet of(Collection<? extends Fact> facts) {
    Set<Fact> distinct = new HashSet<>(facts);
    if (distinct.size() > MOST) {
      throw new IllegalArgumentException(distinct.size() + " facts, more than " + MOST);
    }
    return FactCodec.ordered(distinct);
  }

  /** The facts, in canonical order. */
  public List<Fact> facts() {
    return facts;
  }

  /** Tells this set from every other one. */
  public Digest digest() {
    return Digest.compute("input set 1", encoded);
  }

  /** The one byte form of this set. */
  public byte[] encode() {
    return encoded.clone();
  }

  /** The set with this byte form. Takes no more memory than the bytes can stand for. */
  public static Decoded decode(byte[] bytes) {
    return FactCodec.decode(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof InputSet set && Arrays.equals(encoded, set.encoded);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encoded);
  }

  @Override
  public String toString() {
    return facts.toString();
  }
}
