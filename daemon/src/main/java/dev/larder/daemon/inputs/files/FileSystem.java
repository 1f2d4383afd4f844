package dev.larder.daemon.inputs.files;

/**
 * How far a file system's stamps can be trusted.
 *
 * @param id tells it from other file systems, also after a restart of the machine
 * @param stamps whether an unchanged stat stands for unchanged content, and an unchanged directory
 *     for unchanged names
 * @param lasting whether inodes and {@link #id} outlive a mount
 * @param tick how far apart two changes may be and still leave the same stamp, in nanoseconds
 */
public record FileSystem(long id, boolean stamps, boolean lasting, long tick) {
  private static final long FINE = 20_000_000L;
  private static final long COARSE = 2_000_000_000L;

  /** Whether a file last changed at {@code changed} may be changed again without a trace. */
  public boolean young(FileStat stat, long now) {
    // FAT and its like keep no ctime of their own, so the other time counts as well.
    long last = tick == FINE ? stat.changed() : Math.max(stat.changed(), stat.modified());
    return last > now - tick;
  }

  /** A file system of which nothing is known. */
  static FileSystem unknown() {
    return new FileSystem(0, false, false, COARSE);
  }

  /** By {@code f_type} (linux/magic.h). Whatever is not known to be local counts as remote. */
  static FileSystem of(long type, long id) {
    return switch ((int) type) {
      case 0xef53, 0x58465342, 0x9123683e -> // ext4, XFS, btrfs
          new FileSystem(id, true, true, FINE);
      case 0x01021994 -> // tmpfs
          new FileSystem(id, true, false, FINE);
      case 0xf2f52010 -> // F2FS
          new FileSystem(id, true, true, COARSE);
      case 0x794c7630, // overlayfs
          0x858458f6, // ramfs
          0x2fc12fc1, // ZFS
          0xca451a4e, // bcachefs
          0x73717368, // squashfs
          0xe0f5e1e2, // EROFS
          0x9660, // ISO 9660
          0x3153464a, // JFS
          0x52654973 -> // ReiserFS
          new FileSystem(id, true, false, COARSE);
      default -> unknown();
    };
  }
}
