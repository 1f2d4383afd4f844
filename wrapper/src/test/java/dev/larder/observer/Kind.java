package dev.larder.observer;

/** What a record is about; the names and their order are those of docs/PROTOCOL.md. */
enum Kind {
  START,
  OPEN,
  PROBE,
  LIST,
  READLINK,
  REALPATH,
  WRITE,
  RENAME,
  EXEC,
  BLIND,
  ENV,
  TIME,
  CWD,
  LOAD,
  ODD,
  CLOCK,
  HOST
}
