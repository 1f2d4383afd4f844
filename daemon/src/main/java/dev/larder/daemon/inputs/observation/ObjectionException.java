package dev.larder.daemon.inputs.observation;

/** Ends a judgement: the run is not usable. Never leaves this package. */
final class ObjectionException extends Exception {
  private static final long serialVersionUID = 1;

  private final Verdict.Reason reason;

  ObjectionException(Verdict.Reason reason, String text) {
    super(text, null, false, false);
    this.reason = reason;
  }

  Verdict.Unusable verdict() {
    return new Verdict.Unusable(reason, String.valueOf(getMessage()));
  }
}
