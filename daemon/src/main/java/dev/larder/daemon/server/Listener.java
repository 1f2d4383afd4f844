package dev.larder.daemon.server;

import dev.larder.daemon.protocol.AnswerWriter;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.DomainSocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Listens on a Unix socket and has each request handled. */
public final class Listener implements AutoCloseable {
  /* Nearly every request is read at once, and in a buffer that the next one gets again. */
  private static final int ORDINARY_REQUEST = 16 << 10;

  private final EventLoopGroup group;
  private final Channel server;
  private final Conversations conversations;

  private Listener(EventLoopGroup group, Channel server, Conversations conversations) {
    this.group = group;
    this.server = server;
    this.conversations = conversations;
  }

  /**
   * Binds the socket; when this returns, callers can connect.
   *
   * @param idleLimit after how long without anybody served {@link #awaitIdle} returns
   * @param socket relative to the working directory, since a socket's path may have 107 bytes only
   */
  @SuppressWarnings("FutureReturnValueIgnored") // the loop's threads are daemons of this process
  public static Listener open(String socket, Duration idleLimit, RequestHandler handler)
      throws IOException {
    Owner owner = Owner.ofThisProcess();
    Conversations conversations = new Conversations(idleLimit);
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(group)
            .channel(EpollServerDomainSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, 1024)
            .childOption(
                ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(ORDINARY_REQUEST))
            .childHandler(
                new ChannelInitializer<DomainSocketChannel>() {
                  @Override
                  protected void initChannel(DomainSocketChannel channel) {
                    channel
                        .pipeline()
                        .addLast(
                            new LengthFieldBasedFrameDecoder(
                                AnswerWriter.MAX_FRAME, 0, Integer.BYTES, 0, Integer.BYTES))
                        .addLast(
                            new ConversationHandler(
                                (EpollDomainSocketChannel) channel, handler, owner, conversations));
                  }
                });
    try {
      Channel server = bootstrap.bind(new DomainSocketAddress(socket)).sync().channel();
      return new Listener(group, server, conversations);
    } catch (InterruptedException e) {
      group.shutdownGracefully();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while binding " + socket, e);
    }
  }

  /** Sets after how long without anybody served {@link #awaitIdle} returns. */
  public void idleLimit(Duration limit) {
    conversations.idleLimit(limit);
  }

  /**
   * Waits until nobody has been served for the limit's time, or {@link #stop} was called.
   *
   * @param rest after how long without anybody served there is time for something else
   * @param atRest what is then done, once until somebody comes again
   * @param elsewhere asked at the end of the limit's time: whether somebody was served meanwhile
   *     who did not come here
   */
  public void awaitIdle(Duration rest, Runnable atRest, BooleanSupplier elsewhere)
      throws InterruptedException {
    conversations.awaitIdle(rest, atRest, elsewhere);
  }

  /** Ends {@link #awaitIdle}. */
  public void stop() {
    conversations.closing();
  }

  /** Takes no new callers, and waits until at most {@code left} are still being served. */
  public void drain(int left, Duration limit) throws InterruptedException {
    server.close().await();
    conversations.awaitAtMost(left, limit);
  }

  @Override
  public void close() {
    server.close().awaitUninterruptibly();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
  }
}
