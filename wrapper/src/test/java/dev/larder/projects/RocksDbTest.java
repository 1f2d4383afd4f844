package dev.larder.projects;

import java.util.regex.Pattern;

/** A C++ project built by CMake and Ninja: a part of it, or with {@code larder.full} all of it. */
final class RocksDbTest extends ProjectContract {
  RocksDbTest() {
    super(
        Boolean.getBoolean("larder.full")
            ? new RocksDb(Pattern.compile("/rocksdb\\.dir/"), 250)
            : new RocksDb(Pattern.compile("/rocksdb\\.dir/(util|logging)/[a-h]"), 12));
  }
}
