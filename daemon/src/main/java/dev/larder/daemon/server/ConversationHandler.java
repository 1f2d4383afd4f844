package dev.larder.daemon.server;

import dev.larder.daemon.engine.CallerGoneException;
import dev.larder.daemon.protocol.Answer;
import dev.larder.daemon.protocol.ProtocolException;
import dev.larder.daemon.protocol.Question;
import dev.larder.daemon.protocol.QuestionReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.PeerCredentials;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Turns the frames of one connection into messages, and its request into a thread. */
final class ConversationHandler extends SimpleChannelInboundHandler<ByteBuf> {
  private static final Logger LOG = System.getLogger(ConversationHandler.class.getName());

  private final Conversation conversation;
  private final EpollDomainSocketChannel channel;
  private final RequestHandler handler;
  private final Owner owner;
  private final Conversations conversations;

  private boolean asked;

  ConversationHandler(
      EpollDomainSocketChannel channel,
      RequestHandler handler,
      Owner owner,
      Conversations conversations) {
    this.channel = channel;
    this.conversation = new Conversation(channel);
    this.handler = handler;
    this.owner = owner;
    this.conversations = conversations;
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // nothing is left to be done when it is closed
  protected void channelRead0(ChannelHandlerContext context, ByteBuf frame) throws IOException {
    Question question = QuestionReader.read(frame);
    if (question instanceof Question.Request request) {
      if (asked) {
        throw new ProtocolException("a second request on one connection");
      }
      asked = true;
      begin(request);
    } else if (conversation.isDismissed()) {
      conversation.reported(question);
      context.close();
    } else {
      conversation.arrived(question);
    }
  }

  private void begin(Question.Request request) throws IOException {
    PeerCredentials peer = channel.peerCredentials();
    if (!owner.is(peer)) {
      conversation.tell(new Answer.Exec("the daemon belongs to another user or group"));
      return;
    }
    conversation.arrived(request);
    conversations.begun(conversation, channel.eventLoop());
    Thread.ofVirtual().name("request").start(() -> serve(request));
  }

  @SuppressWarnings("FutureReturnValueIgnored") // nothing is left to be done when it is closed
  private void serve(Question.Request request) {
    try {
      conversation.hear(); // the request itself
      handler.handle(request, conversation);
    } catch (CallerGoneException e) {
      LOG.log(Level.DEBUG, "the caller of {0} is gone", request.program());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | LinkageError | StackOverflowError | OutOfMemoryError e) {
      // The connection is closed without an answer, so the wrapper compiles alone.
      LOG.log(Level.ERROR, "a request for " + request.program() + " failed", e);
    } finally {
      // Who was dismissed goes when it has done what it was told, unless it is gone already.
      if (!conversation.isDismissed() || !channel.isActive()) {
        conversations.ended(conversation);
        // Behind everything that was told before.
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
      }
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (conversation.isDismissed()) {
      conversations.ended(conversation);
    }
    conversation.ended();
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // nothing is left to be done when it is closed
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    LOG.log(Level.DEBUG, "a connection failed: {0}", cause.toString());
    context.close();
  }
}
