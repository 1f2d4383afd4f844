package dev.larder.daemon.inputs;

/** What holds for as long as the stat of one file or directory is the same. */
sealed interface Stamped permits Slot, AbsentGroup {}
