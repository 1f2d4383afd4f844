package dev.larder.daemon.server;

import io.netty.channel.unix.PeerCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The user and group whose daemon this is. */
record Owner(int uid, int gid) {
  /** Who this process runs as. */
  static Owner ofThisProcess() throws IOException {
    Path self = Path.of("/proc/self");
    return new Owner(
        (Integer) Files.getAttribute(self, "unix:uid"),
        (Integer) Files.getAttribute(self, "unix:gid"));
  }

  /** Whether the peer's files would have the same owner and group as ours. */
  boolean is(PeerCredentials peer) {
    return peer.uid() == uid && peer.gids().length > 0 && peer.gids()[0] == gid;
  }
}
