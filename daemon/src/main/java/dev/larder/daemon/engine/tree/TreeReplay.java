package dev.larder.daemon.engine.tree;

import dev.larder.daemon.protocol.Answer;
import dev.larder.daemon.protocol.Text;
import dev.larder.storage.Content;
import dev.larder.storage.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The way from the sections of an entry to a directory in place. */
public final class TreeReplay {
  private TreeReplay() {}

  /**
   * The message that makes the directory.
   *
   * @throws IOException if the sections do not describe one that may be made
   */
  public static Answer.PlaceTree of(Entry entry, String root) throws IOException {
    Map<String, Content> sections = new HashMap<>();
    entry.sections().forEach(section -> sections.put(section.name(), section.content()));
    Content table =
        Optional.ofNullable(sections.get(TreeCapture.TABLE))
            .orElseThrow(() -> new IOException("no directory is kept"));
    List<Content> contents = new ArrayList<>();
    for (int i = 0; sections.containsKey(TreeCapture.CONTENT + i); i++) {
      contents.add(sections.get(TreeCapture.CONTENT + i));
    }
    Tree tree = TreeTable.decode(table.toBytes());
    Optional<String> objection = tree.objection(contents.stream().map(Content::length).toList());
    if (objection.isPresent()) {
      throw new IOException("a directory that can not be made: " + objection.get());
    }
    List<Answer.TreeItem> items = new ArrayList<>();
    for (Tree.Item item : tree.items()) {
      items.add(item(item, contents));
    }
    return new Answer.PlaceTree(Text.of(root), items);
  }

  private static Answer.TreeItem item(Tree.Item item, List<Content> contents) {
    Text path = Text.of(item.path());
    return switch (item) {
      case Tree.Directory directory -> new Answer.TreeItem.Directory(path, directory.mode());
      case Tree.Link link -> new Answer.TreeItem.Link(path, Text.of(link.text()));
      case Tree.HardLink link -> new Answer.TreeItem.HardLink(path, Text.of(link.of()));
      case Tree.File file ->
          switch (contents.get(file.content())) {
            case Content.Bytes bytes ->
                new Answer.TreeItem.Bytes(
                    path,
                    file.mode(),
                    bytes.array(),
                    Math.toIntExact(file.offset()),
                    Math.toIntExact(file.length()));
            case Content.Stretch stretch ->
                new Answer.TreeItem.Stretch(
                    path,
                    file.mode(),
                    stretch.file(),
                    stretch.offset() + file.offset(),
                    file.length());
          };
    };
  }
}
