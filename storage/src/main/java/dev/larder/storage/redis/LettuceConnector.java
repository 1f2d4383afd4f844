package dev.larder.storage.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.protocol.CommandHandler;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.resolver.DefaultAddressResolverGroup;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** Connections by Lettuce. It reconnects nothing by itself: {@link Link} decides that. */
@SuppressWarnings("FutureReturnValueIgnored") // of those that close, for which nobody waits
final class LettuceConnector implements Connector {
  /** How long a connection may take, for which nobody waits so long. */
  static final Duration LIMIT = Duration.ofSeconds(5);

  private static final String CLIENT_NAME = "larder";

  /** Where distributions keep the certificates that an administrator trusts. */
  private static final List<Path> SYSTEM_AUTHORITIES =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"),
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
          Path.of("/etc/ssl/ca-bundle.pem"));

  /** A server that is asked for this many things at once is not asked for more. */
  private static final int MOST_REQUESTS = 4096;

  private final RedisSettings settings;
  private final Duration limit;
  private final AtomicLong received = new AtomicLong(System.nanoTime());
  private final ClientResources resources;

  /**
   * @param largestReply bytes that one string of a reply may have
   * @param limit how long to wait for a connection
   */
  LettuceConnector(RedisSettings settings, long largestReply, Duration limit) {
    this.settings = settings;
    this.limit = limit;
    this.resources =
        DefaultClientResources.builder()
            .ioThreadPoolSize(2)
            .computationThreadPoolSize(2)
            // What the system's own resolver knows counts, not only name servers.
            .addressResolverGroup(DefaultAddressResolverGroup.INSTANCE)
            .nettyCustomizer(guarded(largestReply, received))
            .build();
  }

  private static NettyCustomizer guarded(long largestReply, AtomicLong received) {
    return new NettyCustomizer() {
      @Override
      public void afterChannelInitialized(Channel channel) {
        ChannelHandlerContext commands = channel.pipeline().context(CommandHandler.class);
        if (commands != null) {
          channel
              .pipeline()
              .addBefore(commands.name(), "guard", new ReplyGuard(largestReply, received));
        }
      }
    };
  }

  @Override
  public Connection connect()
      throws IOException, ExecutionException, TimeoutException, InterruptedException {
    long millis = limit.toMillis();
    String password = password();
    return switch (settings.topology()) {
      case Topology.Single single -> single(uri(single.address(), password), millis);
      case Topology.Sentinels sentinels -> single(uri(sentinels, password), millis);
      case Topology.Cluster cluster -> cluster(cluster, password, millis);
    };
  }

  private String password() throws IOException {
    try {
      return settings.password().reveal();
    } catch (IOException e) {
      throw new RedisKeyFileException("its password can not be read", e);
    }
  }

  private Connection single(RedisURI uri, long millis)
      throws IOException, ExecutionException, TimeoutException, InterruptedException {
    RedisClient client = new LeanClient(resources);
    client.setOptions(configured(ClientOptions.builder()).build());
    try {
      StatefulRedisConnection<String, byte[]> connection =
          client
              .connectAsync(Connection.CODEC, uri)
              .toCompletableFuture()
              .get(millis, TimeUnit.MILLISECONDS);
      return new Open(
          connection,
          connection.async(),
          () -> client.shutdownAsync(0, 0, TimeUnit.MILLISECONDS),
          received);
    } catch (ExecutionException | TimeoutException | InterruptedException | RuntimeException e) {
      client.shutdownAsync(0, 0, TimeUnit.MILLISECONDS);
      throw e;
    }
  }

  private Connection cluster(Topology.Cluster cluster, String password, long millis)
      throws IOException, ExecutionException, TimeoutException, InterruptedException {
    List<RedisURI> nodes = cluster.nodes().stream().map(address -> uri(address, password)).toList();
    RedisClusterClient client = RedisClusterClient.create(resources, nodes);
    ClusterClientOptions.Builder options = ClusterClientOptions.builder();
    configured(options);
    // Connections to nodes are made when first needed, and until then commands have to wait.
    options.disconnectedBehavior(ClientOptions.DisconnectedBehavior.ACCEPT_COMMANDS);
    client.setOptions(options.build());
    try {
      client.getPartitions(); // asks for them, which has to come first
      StatefulRedisClusterConnection<String, byte[]> connection =
          client.connectAsync(Connection.CODEC).get(millis, TimeUnit.MILLISECONDS);
      return new Open(
          connection,
          connection.async(),
          () -> client.shutdownAsync(0, 0, TimeUnit.MILLISECONDS),
          received);
    } catch (ExecutionException | TimeoutException | InterruptedException | RuntimeException e) {
      client.shutdownAsync(0, 0, TimeUnit.MILLISECONDS);
      throw e;
    }
  }

  private <B extends ClientOptions.Builder> B configured(B options) throws IOException {
    options
        .autoReconnect(false)
        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
        .requestQueueSize(MOST_REQUESTS)
        .socketOptions(SocketOptions.builder().connectTimeout(limit).keepAlive(true).build())
        .timeoutOptions(TimeoutOptions.builder().timeoutCommands(false).build());
    if (settings.tls().isPresent()) {
      options.sslOptions(encrypted(settings.tls().get()));
    }
    return options;
  }

  private SslOptions encrypted(Tls tls) throws IOException {
    SslOptions.Builder options = SslOptions.builder().jdkSslProvider().handshakeTimeout(limit);
    Optional<Path> authorities =
        tls.authorities().or(() -> SYSTEM_AUTHORITIES.stream().filter(Files::exists).findFirst());
    if (authorities.isPresent()) {
      options.trustManager(readable(authorities.get()).toFile());
    }
    if (tls.certificate().isPresent() && tls.key().isPresent()) {
      options.keyManager(
          readable(tls.certificate().get()).toFile(),
          readable(tls.key().get()).toFile(),
          new char[0]);
    }
    return options.build();
  }

  private static Path readable(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw new RedisKeyFileException(
          file + " can not be read", new AccessDeniedException(file.toString()));
    }
    return file;
  }

  private RedisURI uri(Address address, String password) {
    RedisURI.Builder uri =
        switch (address) {
          case Address.Tcp tcp -> RedisURI.Builder.redis(tcp.host(), tcp.port());
          case Address.Socket socket -> RedisURI.Builder.socket(socket.path().toString());
        };
    return finished(uri, password, address instanceof Address.Tcp);
  }

  private RedisURI uri(Topology.Sentinels sentinels, String password) {
    RedisURI.Builder uri = RedisURI.builder().withSentinelMasterId(sentinels.master());
    for (Address sentinel : sentinels.sentinels()) {
      if (sentinel instanceof Address.Tcp tcp) {
        uri.withSentinel(tcp.host(), tcp.port());
      }
    }
    return finished(uri, password, true);
  }

  private RedisURI finished(RedisURI.Builder uri, String password, boolean overTcp) {
    uri.withDatabase(settings.database()).withClientName(CLIENT_NAME).withTimeout(limit);
    if (overTcp && settings.tls().isPresent()) {
      uri.withSsl(true)
          .withVerifyPeer(
              settings.tls().get().insecure() ? SslVerifyMode.NONE : SslVerifyMode.FULL);
    }
    if (!settings.user().isEmpty()) {
      uri.withAuthentication(settings.user(), password.toCharArray());
    } else if (!password.isEmpty()) {
      uri.withPassword(password.toCharArray());
    }
    return uri.build();
  }

  @Override
  public void close() {
    resources.shutdown(100, 1000, TimeUnit.MILLISECONDS);
  }

  private record Open(
      StatefulConnection<String, byte[]> connection,
      RedisClusterAsyncCommands<String, byte[]> commands,
      Runnable shutdown,
      AtomicLong received)
      implements Connection {
    @Override
    public boolean isOpen() {
      return connection.isOpen();
    }

    @Override
    public long lastReceived() {
      return received.get();
    }

    @Override
    public void close() {
      shutdown.run();
    }
  }
}
