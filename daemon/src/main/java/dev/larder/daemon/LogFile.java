package dev.larder.daemon;

import dev.larder.storage.PrivateFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.temporal.ChronoUnit;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * The daemon's log: everything that is logged through {@link System.Logger}, one line each, in a
 * file that only its owner reads. A log that can not be written stops nothing.
 */
final class LogFile extends Handler {
  /* At this length the file is set aside and a new one begun. */
  private static final long LIMIT = 4 << 20;

  private final Path file;
  private final SimpleFormatter words = new SimpleFormatter();
  private boolean closed;

  private LogFile(Path file) {
    this.file = file;
  }

  /** Sends all logging of this process to the file. */
  static LogFile install(Path file, Level level) {
    LogManager.getLogManager().reset();
    LogFile handler = new LogFile(file);
    Logger.getLogger("").addHandler(handler);
    handler.setThreshold(level);
    return handler;
  }

  /** Logs from this level on. */
  void setThreshold(Level level) {
    java.util.logging.Level wanted =
        switch (level) {
          case OFF -> java.util.logging.Level.OFF;
          case ERROR -> java.util.logging.Level.SEVERE;
          case WARNING -> java.util.logging.Level.WARNING;
          case INFO -> java.util.logging.Level.INFO;
          case DEBUG -> java.util.logging.Level.FINE;
          case TRACE -> java.util.logging.Level.FINER;
          case ALL -> java.util.logging.Level.ALL;
        };
    Logger root = Logger.getLogger("");
    if (!wanted.equals(root.getLevel())) {
      root.setLevel(wanted);
      // Libraries say much that concerns nobody who uses Larder.
      Logger.getLogger("io.netty").setLevel(java.util.logging.Level.WARNING);
      Logger.getLogger("io.lettuce").setLevel(java.util.logging.Level.SEVERE);
      Logger.getLogger("reactor").setLevel(java.util.logging.Level.SEVERE);
    }
  }

  @Override
  public synchronized void publish(LogRecord record) {
    if (closed) {
      return;
    }
    try {
      if (Files.exists(file) && Files.size(file) > LIMIT) {
        Files.move(
            file,
            file.resolveSibling(file.getFileName() + ".old"),
            StandardCopyOption.REPLACE_EXISTING);
      }
      if (!Files.exists(file)) {
        PrivateFiles.createDirectoriesAbove(file);
      }
      Files.writeString(
          file,
          line(record),
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      reportError("the log " + file + " can not be written", e, 0);
    }
  }

  private String line(LogRecord record) {
    StringWriter line = new StringWriter();
    line.append(record.getInstant().truncatedTo(ChronoUnit.MILLIS).toString())
        .append(' ')
        .append(record.getLevel().getName())
        .append(' ')
        .append(words.formatMessage(record))
        .append('\n');
    Throwable thrown = record.getThrown();
    if (thrown != null) {
      thrown.printStackTrace(new PrintWriter(line, true));
    }
    return line.toString();
  }

  @Override
  public void flush() {}

  /** Nothing is written any more: what is said at the very end concerns nobody. */
  @Override
  public synchronized void close() {
    closed = true;
  }
}
