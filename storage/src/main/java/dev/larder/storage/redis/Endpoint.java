package dev.larder.storage.redis;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a URL says of a server.
 *
 * @param addresses several only where sentinels are named
 * @param tls whether the connection is encrypted
 * @param insecure whether anybody is believed to be the server
 * @param user empty if none is named
 * @param database if one is named
 * @param master the name by which sentinels know the server; empty if the addresses are its own
 */
public record Endpoint(
    List<Address> addresses,
    boolean tls,
    boolean insecure,
    String user,
    Secret password,
    OptionalInt database,
    String master) {
  /** What a right value looks like. */
  public static final String EXPECTED =
      "HOST[:PORT], redis://[[USER]:PASSWORD@]HOST[:PORT][/DATABASE], the same with rediss:// (encrypted),"
          + " unix:///PATH[?db=DATABASE], or redis-sentinel://HOST[:PORT],…[/DATABASE]#MASTER";

  public Endpoint {
    addresses = List.copyOf(addresses);
  }

  /** Which server it is. */
  public Topology topology() {
    return master.isEmpty()
        ? new Topology.Single(addresses.getFirst())
        : new Topology.Sentinels(addresses, master);
  }

  /** Reads a URL; empty if it is none that Larder knows. */
  public static Optional<Endpoint> parse(String text) {
    try {
      return Optional.of(parts(text.strip()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Endpoint parts(String text) {
    int colon = text.indexOf("://");
    String scheme = colon < 0 ? "redis" : text.substring(0, colon);
    String rest = colon < 0 ? text : text.substring(colon + 3);
    if (text.startsWith("unix:/") && colon < 0) {
      scheme = "unix";
      rest = text.substring("unix:".length());
    }
    int hash = rest.indexOf('#');
    String fragment = hash < 0 ? "" : rest.substring(hash + 1);
    rest = hash < 0 ? rest : rest.substring(0, hash);
    int mark = rest.indexOf('?');
    Map<String, String> query = mark < 0 ? Map.of() : query(rest.substring(mark + 1));
    rest = mark < 0 ? rest : rest.substring(0, mark);
    return switch (scheme) {
      case "unix", "redis+unix", "redis-socket" -> socket(rest, query);
      case "redis", "tcp", "valkey" -> tcp(rest, query, false, fragment, false);
      case "rediss", "valkeys" -> tcp(rest, query, true, fragment, false);
      case "redis-sentinel" -> tcp(rest, query, false, fragment, true);
      case "rediss-sentinel" -> tcp(rest, query, true, fragment, true);
      default -> throw new IllegalArgumentException("unknown scheme");
    };
  }

  private static Map<String, String> query(String text) {
    Map<String, String> query = new HashMap<>();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        query.put(pair.substring(0, equals), decoded(pair.substring(equals + 1)));
      }
    }
    return query;
  }

  private static Endpoint socket(String path, Map<String, String> query) {
    String user = query.getOrDefault("user", "");
    String password = query.getOrDefault("pass", query.getOrDefault("password", ""));
    String file = decoded(path);
    if (!file.startsWith("/")) {
      throw new IllegalArgumentException("relative path");
    }
    return new Endpoint(
        List.of(new Address.Socket(Path.of(file))),
        false,
        false,
        user,
        secret(password),
        number(query.getOrDefault("db", query.getOrDefault("database", ""))),
        "");
  }

  private static Endpoint tcp(
      String text, Map<String, String> query, boolean tls, String fragment, boolean sentinels) {
    int slash = text.indexOf('/');
    String path = slash < 0 ? "" : text.substring(slash + 1);
    String authority = slash < 0 ? text : text.substring(0, slash);
    int at = authority.lastIndexOf('@');
    String userInfo = at < 0 ? "" : authority.substring(0, at);
    int colon = userInfo.indexOf(':');
    String user = decoded(colon < 0 ? userInfo : userInfo.substring(0, colon));
    String password = colon < 0 ? "" : decoded(userInfo.substring(colon + 1));
    List<Address> addresses =
        addresses(authority.substring(at + 1), sentinels ? Address.SENTINEL_PORT : Address.PORT);
    if (sentinels ? fragment.isEmpty() : addresses.size() > 1) {
      throw new IllegalArgumentException("no master, or several servers");
    }
    return new Endpoint(
        addresses,
        tls,
        tls && !sentinels && fragment.equals("insecure"),
        user,
        secret(password),
        number(path.isEmpty() ? query.getOrDefault("db", "") : path),
        sentinels ? fragment : "");
  }

  /** Addresses, separated by commas. */
  static List<Address> addresses(String text, int standardPort) {
    List<Address> addresses = new ArrayList<>();
    for (String each : text.split(",", -1)) {
      int colon = each.lastIndexOf(':');
      boolean bare = colon < 0 || each.endsWith("]");
      String host = bare ? each : each.substring(0, colon);
      int port = bare ? standardPort : Integer.parseInt(each.substring(colon + 1));
      if (host.startsWith("[") && host.endsWith("]")) {
        host = host.substring(1, host.length() - 1);
      }
      addresses.add(new Address.Tcp(host, port));
    }
    return addresses;
  }

  private static Secret secret(String password) {
    return password.isEmpty() ? new Secret.None() : new Secret.Text(password);
  }

  private static OptionalInt number(String text) {
    return text.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseUnsignedInt(text));
  }

  private static String decoded(String text) {
    // In a path or a name a plus is a plus.
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
