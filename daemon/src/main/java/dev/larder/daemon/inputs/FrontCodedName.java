package dev.larder.daemon.inputs;

import java.util.Arrays;

/** A name that is written as what it has in common with the one before, and the rest. */
final class FrontCodedName {
  private byte[] bytes = new byte[256];
  private int length;

  int length() {
    return length;
  }

  String text() throws Input.DamagedException {
    return Input.string(bytes, length);
  }

  /**
   * Reads the next name.
   *
   * @return whether it sorts after the one before
   * @throws Input.DamagedException if it has more in common with the one before than was said
   */
  boolean read(Input input) throws Input.DamagedException {
    int common = input.number(length);
    int rest = input.number(input.remaining());
    int next = common < length ? bytes[common] & 0xff : -1;
    if (common + rest > bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * (common + rest));
    }
    input.copy(bytes, common, rest);
    length = common + rest;
    int here = rest > 0 ? bytes[common] & 0xff : -1;
    if (here == next && here >= 0) {
      throw new Input.DamagedException("a name that could be shorter");
    }
    return here > next;
  }
}
