package dev.larder.projects;

/** A C project built by make. */
final class ZstdTest extends ProjectContract {
  ZstdTest() {
    super(new Zstd("-O1 -g"));
  }
}
