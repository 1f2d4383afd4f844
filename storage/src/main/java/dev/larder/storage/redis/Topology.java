package dev.larder.storage.redis;

import java.util.List;
import java.util.stream.Collectors;

/** Which server to talk to. */
public sealed interface Topology {
  /** How users see it: without any secret. */
  String name();

  /** One server. */
  record Single(Address address) implements Topology {
    @Override
    public String name() {
      return address.toString();
    }
  }

  /** The nodes of a cluster that are asked for the others. */
  record Cluster(List<Address> nodes) implements Topology {
    public Cluster {
      nodes = List.copyOf(nodes);
    }

    @Override
    public String name() {
      return joined(nodes);
    }
  }

  /** Sentinels, which say where the master is now. */
  record Sentinels(List<Address> sentinels, String master) implements Topology {
    public Sentinels {
      sentinels = List.copyOf(sentinels);
    }

    @Override
    public String name() {
      return joined(sentinels) + "#" + master;
    }
  }

  private static String joined(List<Address> addresses) {
    return addresses.stream().map(Address::toString).collect(Collectors.joining(","));
  }
}
