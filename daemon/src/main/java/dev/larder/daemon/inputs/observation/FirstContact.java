package dev.larder.daemon.inputs.observation;

import static java.util.stream.Collectors.toSet;

import dev.larder.daemon.inputs.files.PathNames;
import dev.larder.daemon.inputs.observation.Contact.Question;
import dev.larder.daemon.inputs.observation.Verdict.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Goes through the events in order. What the run asks about before it writes there is an input;
 * what it writes first is its own, and what becomes of that concerns nobody.
 */
final class FirstContact {
  private final RunContext context;
  private final FoldRules rules;
  private final Set<String> outputs = new HashSet<>();
  private final String temporary;
  private final String observer;
  private final Map<String, Contact> contacts = new LinkedHashMap<>();
  private final Map<String, List<Contact>> byKey = new HashMap<>();
  private final OwnProducts own = new OwnProducts();
  private final Set<String> programs = new LinkedHashSet<>();
  private final Set<String> executed = new LinkedHashSet<>();
  private final Set<String> libraries = new LinkedHashSet<>();
  private final Set<String> plugins = new LinkedHashSet<>();
  private final Set<String> variables = new LinkedHashSet<>();
  private final Map<Integer, List<String>> loaded = new HashMap<>();
  private boolean workingDirectory;
  private boolean workingDirectoryNamed;
  private boolean calendar;

  FirstContact(RunContext context, FoldRules rules) {
    this.context = context;
    this.rules = rules;
    this.temporary = SpelledPath.key(context.cwd(), context.temporaryDirectory());
    this.observer = SpelledPath.key("/", context.observer());
    for (String output : context.outputs()) {
      outputs.add(SpelledPath.key(context.cwd(), output));
    }
  }

  void take(List<Event> events) throws ObjectionException {
    for (Event event : events) {
      if (event instanceof Event.Start start) {
        loaded.put(start.pid(), both(List.of(start.executable()), start.libraries()));
        take(event);
        continue;
      }
      if (event instanceof Event.Load load) {
        loaded.merge(load.pid(), List.of(load.name(), load.file()), FirstContact::both);
      }
      List<String> libraries = loaded.getOrDefault(event.pid(), List.of());
      if (!rules.ignores(event, libraries)) {
        Optional<String> variable = rules.asksFor(event);
        if (variable.isPresent()) {
          variables.add(variable.get());
        } else {
          take(event);
          workingDirectoryNamed |=
              event instanceof Event.WorkingDirectory && rules.namesWorkingDirectory(libraries);
        }
      }
    }
  }

  private static List<String> both(List<String> earlier, List<String> more) {
    List<String> both = new ArrayList<>(earlier);
    both.addAll(more);
    return both;
  }

  private void take(Event event) throws ObjectionException {
    switch (event) {
      case Event.Start start -> start(start);
      case Event.Open open -> open(open);
      case Event.Probe probe ->
          ask(probe, probe.followed() ? Question.PROBED : Question.NAME_PROBED);
      case Event.Listed listed -> ask(listed, Question.LISTED);
      case Event.LinkRead read -> ask(read, Question.LINK_READ);
      case Event.Resolved resolved -> resolve(resolved);
      case Event.Exec exec -> execute(exec);
      case Event.Write write -> write(write);
      case Event.Rename rename -> rename(rename);
      case Event.Blind blind -> {}
      case Event.Variable variable -> variables.add(variable.name());
      // A time that is not near may be that of an input, which need not be the same elsewhere.
      case Event.Time time -> calendar = true;
      case Event.WorkingDirectory directory -> workingDirectory = true;
      case Event.Load load -> load(load);
      case Event.Odd odd -> throw new ObjectionException(Reason.ODD, odd.what());
      case Event.Clock clock ->
          throw new ObjectionException(
              Reason.TIME, asked("time", clock.function(), clock.program()));
      case Event.Host host ->
          throw new ObjectionException(
              Reason.ODD, asked("host name", host.function(), host.program()));
    }
  }

  private static String asked(String what, String function, String program) {
    return what + " (" + function + " by " + program + ")";
  }

  private void start(Event.Start start) {
    program(start.executable());
    program(start.invokedAs());
    start.libraries().forEach(this::library);
  }

  private void program(String path) {
    // A relative name is relative to a directory that is not known here; the executable's own is
    // not.
    String key = SpelledPath.key("/", path);
    if (path.startsWith("/") && !folds(key) && !own.covers(key)) {
      programs.add(path);
    }
  }

  private void library(String path) {
    String key = SpelledPath.key(context.cwd(), path);
    if (path.contains("/") && !key.equals(observer) && !rules.foldsPath(key) && !own.covers(key)) {
      libraries.add(path);
    }
  }

  private void load(Event.Load load) {
    library(load.file());
    if (load.name().contains("/")) {
      plugins.add(load.name());
    }
  }

  private void execute(Event.Exec exec) {
    String key = exec.path().key();
    if (exec.errno() != 0) {
      ask(exec, key, Question.PROBED);
    } else if (concerns(exec, key)) {
      // What was executed, its own roll call tells; here it counts that it could be.
      executed.add(exec.path().spelled(context.cwd()));
    }
  }

  private void open(Event.Open open) {
    SpelledPath path = open.path();
    String key = path.key();
    boolean byDescriptor = FoldAway.isDescriptor(key) && !rules.foldsPath(key);
    if (byDescriptor || concerns(open, key)) {
      Contact contact = contact(path, key);
      contact.note(Question.READ, open.errno());
      contact.opened(open.mark());
    }
  }

  private void resolve(Event.Resolved resolved) {
    String key = resolved.path().key();
    // The canonical form of a relative path spells the working directory.
    workingDirectory |=
        !resolved.path().directory().isEmpty() && !outputs.contains(key) && !own.covers(key);
    ask(resolved, key, Question.RESOLVED);
  }

  private void ask(Event.OfPath event, Question question) {
    ask(event, event.path().key(), question);
  }

  private void ask(Event.OfPath event, String key, Question question) {
    if (concerns(event, key)) {
      contact(event.path(), key).note(question, event.errno());
    }
  }

  /** Whether a path, by its key, leads to what the run did not make itself. */
  private boolean concerns(Event.OfPath event, String key) {
    // Where temporary files could go, but for that it is missing, other things may be sought, too.
    boolean nowhere = event.errno() != 0 && key.equals(temporary);
    return !event.path().path().isEmpty() && (nowhere || !folds(key)) && !own.covers(key);
  }

  private Contact contact(SpelledPath path, String key) {
    return contacts.computeIfAbsent(
        path.spelled(context.cwd()),
        spelled -> {
          Contact contact = new Contact(spelled, key);
          byKey.computeIfAbsent(key, none -> new ArrayList<>()).add(contact);
          return contact;
        });
  }

  private boolean folds(String key) {
    return FoldAway.folds(key)
        || key.equals(temporary)
        || key.equals(observer)
        || rules.foldsPath(key);
  }

  private void write(Event.Write write) throws ObjectionException {
    String key = write.path().key();
    if (write.path().path().isEmpty() || (folds(key) && !outputs.contains(key))) {
      return;
    }
    boolean mine = own.covers(key) || outputs.contains(key);
    if (write.errno() != 0) {
      if (!mine) {
        contact(write.path(), key).note(Question.PROBED, write.errno());
      }
      return;
    }
    switch (write.change()) {
      case CONTENT -> {
        checkUnread(write, key);
        own.make(key);
      }
      case DIRECTORY_MADE -> own.makeDirectory(key);
      case REMOVED -> {
        require(mine, "removed ", key);
        own.remove(key);
      }
      case ATTRIBUTES -> require(mine, "changed attributes of ", key);
    }
  }

  /** Nobody can tell afterwards what a run read from a file that it has changed since. */
  private void checkUnread(Event.Write write, String key) throws ObjectionException {
    if (own.covers(key)) {
      return;
    }
    requireUnread(key);
    boolean known = contactsAt(key).stream().anyMatch(Contact::missing);
    if (write.kept() && !known) {
      throw readThenWritten(key);
    }
  }

  private void requireUnread(String key) throws ObjectionException {
    if (!own.covers(key) && contactsAt(key).stream().anyMatch(Contact::read)) {
      throw readThenWritten(key);
    }
  }

  private List<Contact> contactsAt(String key) {
    return byKey.getOrDefault(key, List.of());
  }

  private static ObjectionException readThenWritten(String key) {
    return new ObjectionException(Reason.READ_THEN_WRITTEN, "read, then written: " + key);
  }

  private void rename(Event.Rename rename) throws ObjectionException {
    String from = rename.from().key();
    String to = rename.path().key();
    if (rename.errno() != 0 || folds(to)) {
      return;
    }
    if (rules.foldsPath(from)) {
      requireUnread(to);
      own.make(to);
      return;
    }
    switch (rename.naming()) {
      case MOVED -> {
        requireUnread(to);
        require(own.covers(from) || outputs.contains(from), "renamed ", from);
        own.move(from, to);
      }
      case HARD_LINKED -> {
        require(own.covers(from), "linked to ", from);
        own.make(to);
      }
      case SYMBOLICALLY_LINKED -> own.make(to);
    }
  }

  private static void require(boolean mine, String did, String key) throws ObjectionException {
    if (!mine) {
      throw new ObjectionException(Reason.UNEXPECTED_CHANGE, did + key);
    }
  }

  /** What the run learned of paths that it did not make itself. */
  Collection<Contact> contacts() {
    List<Contact> foreign = new ArrayList<>();
    for (Contact contact : contacts.values()) {
      String key = contact.key();
      boolean output = outputs.contains(key);
      // Such a name is made up anew each time.
      boolean temporaryFile = own.covers(key) && PathNames.directoryOf(key).equals(temporary);
      if (!output && !temporaryFile) {
        foreign.add(contact);
      }
    }
    return foreign;
  }

  /** Those of the outputs, as the arguments spell them, that the run has written. */
  Set<String> written() {
    return context.outputs().stream()
        .filter(output -> own.has(SpelledPath.key(context.cwd(), output)))
        .collect(toSet());
  }

  boolean isOutput(String key) {
    return outputs.contains(key);
  }

  OwnProducts own() {
    return own;
  }

  Set<String> programs() {
    return programs;
  }

  /** All programs and libraries. */
  Set<String> code() {
    Set<String> code = new LinkedHashSet<>(programs);
    code.addAll(libraries);
    return code;
  }

  /** By what names programs were executed, as spelled. */
  Set<String> executed() {
    return executed;
  }

  /** What was loaded. */
  Set<String> libraries() {
    return libraries;
  }

  /** What was to be loaded from one place and no other, perhaps in vain. */
  Set<String> plugins() {
    return plugins;
  }

  Set<String> variables() {
    return variables;
  }

  /** Whether the run's own rules say that what was asked for went into an output. */
  boolean namedWorkingDirectory() {
    return workingDirectoryNamed;
  }

  boolean askedWorkingDirectory() {
    return workingDirectory;
  }

  boolean askedCalendar() {
    return calendar;
  }
}
