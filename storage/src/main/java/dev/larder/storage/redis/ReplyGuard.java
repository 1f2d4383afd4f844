package dev.larder.storage.redis;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads along with what a server sends, and closes the connection before a reply that is too large,
 * or that is none, can take memory.
 */
/*
 * Of RESP it knows what is needed to find where replies end: a line that begins with $, = or ! is
 * followed by as many bytes as it says; one that begins with *, ~, > or % by as many values (pairs);
 * every other line is whole by itself.
 */
@SuppressWarnings("FutureReturnValueIgnored") // of the closing, for which nobody waits
final class ReplyGuard extends ChannelInboundHandlerAdapter {
  private static final int DEEPEST = 8;
  private static final int LONGEST_LINE = 64 << 10;
  private static final long LARGEST_NUMBER = 1L << 40;

  private final long largest;
  private final AtomicLong received;

  /* Values that are still to come at each level of the reply, and its bytes so far. */
  private final long[] missing = new long[DEEPEST];
  private int depth;
  private long total;

  /* The line that is being read, and bytes of a string that are still to come. */
  private byte type;
  private int column;
  private long number;
  private boolean none;
  private long skip;

  /**
   * @param largest bytes that a reply may have
   * @param received set to the time whenever something comes
   */
  ReplyGuard(long largest, AtomicLong received) {
    this.largest = largest;
    this.received = received;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    received.set(System.nanoTime());
    if (message instanceof ByteBuf bytes && !passes(bytes)) {
      ReferenceCountUtil.release(message);
      context.close();
      return;
    }
    context.fireChannelRead(message);
  }

  private boolean passes(ByteBuf bytes) {
    int at = bytes.readerIndex();
    int end = bytes.writerIndex();
    while (at < end) {
      if (skip > 0) {
        int step = (int) Math.min(skip, end - at);
        skip -= step;
        at += step;
        if (skip == 0) {
          complete();
        }
      } else if (!passes(bytes.getByte(at++))) {
        return false;
      }
    }
    return true;
  }

  private boolean passes(byte next) {
    if (column == 0) {
      type = next;
      number = 0;
      none = false;
      column = 1;
      return isString() || isList() || "+-:_,#(".indexOf(next) >= 0;
    }
    column++;
    total++;
    if (next == '\n') {
      column = 0;
      return ended();
    }
    if (isString() || isList()) {
      if (next == '-' && column == 2) {
        none = true;
      } else if (next >= '0' && next <= '9') {
        number = number * 10 + (next - '0');
      } else if (next != '\r') {
        return false;
      }
    }
    return column <= LONGEST_LINE && number <= LARGEST_NUMBER && total <= largest;
  }

  /** A line has ended; whether what it announces may come. */
  private boolean ended() {
    if (isString() && !none) {
      total += number;
      skip = number + 2;
      return total <= largest;
    }
    if (isList() && !none && number > 0) {
      if (depth == DEEPEST) {
        return false;
      }
      missing[depth++] = type == '%' ? 2 * number : number;
      return true;
    }
    complete();
    return true;
  }

  /** A value is whole, and with it perhaps the one that it is a part of. */
  private void complete() {
    while (depth > 0 && --missing[depth - 1] == 0) {
      depth--;
    }
    if (depth == 0) {
      total = 0;
    }
  }

  private boolean isString() {
    return type == '$' || type == '=' || type == '!';
  }

  private boolean isList() {
    return type == '*' || type == '~' || type == '>' || type == '%';
  }
}
