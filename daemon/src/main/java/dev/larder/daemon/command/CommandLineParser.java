package dev.larder.daemon.command;

import dev.larder.daemon.config.SettingsPage;
import dev.larder.daemon.config.Version;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Makes commands of arguments, with sccache's names for what both have. */
final class CommandLineParser {
  private static final String EXPLAIN = "explain";
  private static final String KEYS = "keys";
  private static final String STATS_FORMAT = "--stats-format";

  private CommandLineParser() {}

  static Command parse(List<String> arguments) throws UsageException {
    CommandLine line = new CommandLine(specification());
    try {
      ParseResult result = line.parseArgs(arguments.toArray(String[]::new));
      List<Command> commands = commands(line, result);
      if (commands.size() != 1) {
        throw new UsageException(
            commands.isEmpty() ? "no command given" : "one command at a time, please");
      }
      return commands.getFirst();
    } catch (ParameterException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private static List<Command> commands(CommandLine line, ParseResult result)
      throws UsageException {
    if (result.hasMatchedOption("--help")) {
      return List.of(new Command.Show(line.getUsageMessage(Ansi.OFF)));
    }
    if (result.hasMatchedOption("--version")) {
      return List.of(new Command.Show("larder " + Version.current() + "\n"));
    }
    List<Command> commands = new ArrayList<>();
    if (result.hasSubcommand()) {
      if (result.subcommand().hasMatchedOption("--help")) {
        CommandLine asked = result.subcommand().commandSpec().commandLine();
        return List.of(new Command.Show(asked.getUsageMessage(Ansi.OFF)));
      }
      commands.add(subcommand(result.subcommand()));
    }
    for (OptionSpec option : result.matchedOptions()) {
      command(option.longestName(), result).ifPresent(commands::add);
    }
    return commands;
  }

  private static Command subcommand(ParseResult result) throws UsageException {
    String first = result.matchedPositionalValue(0, "");
    if (result.commandSpec().name().equals(EXPLAIN)) {
      return new Command.Explain(first.isEmpty() ? Optional.empty() : Optional.of(first));
    }
    String file = result.matchedPositionalValue(1, "");
    if (!first.equals("generate") || file.isEmpty()) {
      throw new UsageException("what is there is: keys generate FILE");
    }
    return new Command.GenerateKeys(file);
  }

  private static Optional<Command> command(String option, ParseResult result)
      throws UsageException {
    return Optional.ofNullable(
        switch (option) {
          case "--show-stats" -> new Command.ShowStatistics(false, format(result));
          case "--show-adv-stats" -> new Command.ShowStatistics(true, format(result));
          case "--zero-stats" -> new Command.ZeroStatistics();
          case "--start-server" -> new Command.StartServer();
          case "--stop-server" -> new Command.StopServer();
          case "--settings" -> new Command.ShowSettings();
          case "--dist-status" -> new Command.DistStatus();
          case "--debug-preprocessor-cache" ->
              new Command.Needless("Larder has no preprocessor cache; try larder explain");
          case "--dist-auth", "--package-toolchain" ->
              new Command.Impossible("Larder does not distribute compiles");
          default -> null;
        });
  }

  private static Command.Format format(ParseResult result) throws UsageException {
    String name = result.matchedOptionValue(STATS_FORMAT, "text");
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "text" -> Command.Format.TEXT;
      case "json" -> Command.Format.JSON;
      default -> throw new UsageException("the format is text or json, not " + name);
    };
  }

  private static CommandSpec specification() {
    CommandSpec explain =
        CommandSpec.create()
            .addOption(flag("Show this help.", "-h", "--help"))
            .addPositional(word("FILE", "0", "a source or an output"));
    explain
        .usageMessage()
        .description("Say why compiles were no hits: in the last build, or of one file.");
    CommandSpec keys =
        CommandSpec.create()
            .addOption(flag("Show this help.", "-h", "--help"))
            .addPositional(word("generate", "0", "makes a new pair"))
            .addPositional(
                word("FILE", "1", "for the private key; the public one goes to FILE.pub"));
    keys.usageMessage().description("Make keys by which shared results are signed.");
    CommandSpec larder =
        CommandSpec.create()
            .name("larder")
            .addOption(flag("Show statistics.", "-s", "--show-stats"))
            .addOption(flag("Likewise, with languages told apart by compiler.", "--show-adv-stats"))
            .addOption(
                OptionSpec.builder(STATS_FORMAT)
                    .type(String.class)
                    .paramLabel("text|json")
                    .description("How statistics are written.")
                    .build())
            .addOption(flag("Set statistics back to zero.", "-z", "--zero-stats"))
            .addOption(flag("Start the daemon. The first compile does so, too.", "--start-server"))
            .addOption(flag("Stop the daemon once all compiles have ended.", "--stop-server"))
            .addOption(flag("List all settings, as a page in Markdown.", "--settings"))
            .addOption(hidden("--dist-status", "0"))
            .addOption(hidden("--dist-auth", "0"))
            .addOption(hidden("--debug-preprocessor-cache", "0"))
            .addOption(hidden("--package-toolchain", "2"))
            .addOption(flag("Show this help.", "-h", "--help"))
            .addOption(flag("Show the version.", "-V", "--version"))
            .addSubcommand(EXPLAIN, explain)
            .addSubcommand(KEYS, keys);
    larder.parser().toggleBooleanFlags(false).expandAtFiles(false).stopAtUnmatched(false);
    larder
        .usageMessage()
        .width(100)
        .sortOptions(false)
        .customSynopsis("larder COMPILER ARGUMENT...", "       larder COMMAND")
        .description("Keeps what compilers make, and serves it when the same is asked for again.")
        .footer(
            ("%nSettings, each an environment variable [its standard value]:%n"
                    + SettingsPage.summary().replace("%", "%%"))
                .split("\n", -1));
    return larder;
  }

  private static PositionalParamSpec word(String label, String index, String description) {
    return PositionalParamSpec.builder()
        .paramLabel(label)
        .index(index)
        .arity("0..1")
        .type(String.class)
        .description(description)
        .build();
  }

  private static OptionSpec flag(String description, String... names) {
    return OptionSpec.builder(names[0], Arrays.copyOfRange(names, 1, names.length))
        .arity("0")
        .type(boolean.class)
        .description(description)
        .build();
  }

  private static OptionSpec hidden(String name, String arity) {
    return OptionSpec.builder(name)
        .arity(arity)
        .type(arity.equals("0") ? boolean.class : String[].class)
        .hidden(true)
        .build();
  }
}
