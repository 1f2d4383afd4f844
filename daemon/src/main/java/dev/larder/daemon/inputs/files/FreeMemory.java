package dev.larder.daemon.inputs.files;

/** Memory of this process that nobody uses any more. */
public final class FreeMemory {
  private FreeMemory() {}

  /**
   * Gives it back to the system: what the runtime's heap has too much of, and what native code has
   * freed and the C library has kept. Takes some tens of milliseconds.
   */
  public static void giveBack() {
    System.gc();
    // What hangs on something that wants to be told of its end goes with the second one only.
    System.gc();
    NativeCalls.trim();
  }
}
