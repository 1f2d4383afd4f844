package dev.larder.daemon.compiler.gcc;

/** What an option does, as far as caching is concerned. */
enum Effect {
  /** Changes outputs or diagnostics by its own text alone, or through files that are observed. */
  PLAIN,
  /**
   * Like {@link #PLAIN}, but a relative directory among the system's may be replaced by its real
   * path, which shows in outputs.
   */
  SYSTEM_DIRECTORY,
  /** Lets the working directory into an output. */
  WORKING_DIRECTORY,
  /**
   * Not known well: the whole command line, output names included, and the working directory belong
   * to the key.
   */
  STRICT,
  /**
   * {@code -g} and its kin: the last one decides whether there is debug information, which names
   * the working directory.
   */
  DEBUG,
  /** Has a file written beside the object, which may name it; otherwise like {@link #STRICT}. */
  COMPANION,
  /** {@code -flto} and its kin, likewise. */
  LINK_TIME,
  /** Replaces a prefix of paths in outputs: {@code old=new}. */
  PREFIX_MAP,
  /** Replaces the working directory in debug information. */
  COMPILATION_DIRECTORY,
  /** {@code -march=native}: the machine is an input. */
  MACHINE,
  /** Says whether diagnostics are coloured. */
  COLOUR,
  /** {@code -o}. */
  OUTPUT,
  /** {@code -c}. */
  TO_OBJECT,
  /** {@code -S}. */
  TO_ASSEMBLY,
  /** {@code -fsyntax-only}. */
  CHECK_ONLY,
  /** {@code -x}. */
  LANGUAGE,
  /** {@code -MD}, {@code -MMD}. */
  DEPFILE,
  /** {@code -MF}. */
  DEPFILE_NAME,
  /** {@code -MT}, {@code -MQ}. */
  DEPFILE_TARGET,
  /** {@code -Wp,}: options for the preprocessor, separated by commas. */
  FOR_PREPROCESSOR,
  /** {@code -Wa,}: options for the assembler, separated by commas. */
  FOR_ASSEMBLER,
  /** A file named to be compiled. */
  SOURCE,
  /** Not cached; the option's name is the reason. */
  REFUSED,
  /** The compiler compiles nothing when it has this option. */
  NOT_COMPILATION
}
