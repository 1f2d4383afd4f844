package dev.larder.daemon.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * A configuration file, read. This class alone knows the parser, which is loaded only where there
 * is a file.
 *
 * @param path the file
 * @param values the text of each value under the key of its setting
 * @param problems what could not be used
 */
record ConfigurationFile(Path path, Map<String, String> values, List<Problem> problems) {
  /** Reads a file in Larder's own layout: one key for each setting, no tables. */
  static ConfigurationFile read(Path path) {
    ConfigurationFile file = new ConfigurationFile(path, new HashMap<>(), new ArrayList<>());
    file.parse(TomlMapper.builder().build()).forEach(file::take);
    return file;
  }

  /**
   * Reads a file in sccache's layout, TOML or (by its name) JSON. Only the settings of the local
   * disk, of Redis and of the chain of both have a meaning here.
   */
  static ConfigurationFile readForeign(Path path) {
    ConfigurationFile file = new ConfigurationFile(path, new HashMap<>(), new ArrayList<>());
    boolean json = path.toString().endsWith(".json");
    Map<String, JsonNode> tables =
        file.parse(json ? JsonMapper.builder().build() : TomlMapper.builder().build());
    JsonNode cache = tables.get("cache");
    if (cache != null) {
      cache.properties().forEach(store -> file.takeForeign(store.getKey(), store.getValue()));
    }
    JsonNode bases = tables.get("basedirs");
    if (bases != null) {
      file.take(Settings.BASE_DIRECTORIES.key(), bases);
    }
    return file;
  }

  private Map<String, JsonNode> parse(ObjectMapper mapper) {
    try {
      JsonNode root = mapper.readTree(Files.readString(path));
      Map<String, JsonNode> top = new HashMap<>();
      root.properties().forEach(property -> top.put(property.getKey(), property.getValue()));
      return top;
    } catch (JsonProcessingException malformed) {
      problems.add(
          new Problem(
              path
                  + " is ignored: line "
                  + malformed.getLocation().getLineNr()
                  + ": "
                  + malformed.getOriginalMessage()));
    } catch (IOException unreadable) {
      problems.add(new Problem(path + " is ignored: " + unreadable));
    }
    return Map.of();
  }

  private void take(String key, JsonNode value) {
    TreeSet<String> keys = new TreeSet<>();
    Settings.all().forEach(setting -> keys.add(setting.key()));
    keys.remove("");
    if (!keys.contains(key)) {
      problems.add(
          new Problem(
              path
                  + ": "
                  + key
                  + " is no setting"
                  + Spelling.nearest(key, keys)
                      .map(name -> "; did you mean " + name + "?")
                      .orElse("")));
    } else if (value.isArray() && key.equals(Settings.BASE_DIRECTORIES.key())) {
      List<String> each = new ArrayList<>();
      value.forEach(element -> each.add(element.asText()));
      values.put(key, String.join(":", each));
    } else if (!value.isValueNode()) {
      problems.add(new Problem(path + ": " + key + " is ignored: expected a single value"));
    } else {
      values.put(key, value.asText());
    }
  }

  private void takeForeign(String store, JsonNode table) {
    switch (store) {
      case "disk" -> {
        copy(table, "dir", Settings.DIRECTORY);
        copy(table, "size", Settings.CACHE_SIZE);
        if (table.hasNonNull("rw_mode")) {
          boolean readOnly = table.get("rw_mode").asText().equalsIgnoreCase("READ_ONLY");
          values.put(Settings.READ_ONLY.key(), Boolean.toString(readOnly));
        }
      }
      case "redis" -> {
        copy(table, "url", RedisOptions.ENDPOINT);
        copy(table, "endpoint", RedisOptions.ENDPOINT);
        copy(table, "cluster_endpoints", RedisOptions.CLUSTER);
        copy(table, "username", RedisOptions.USER);
        copy(table, "password", RedisOptions.PASSWORD);
        copy(table, "db", RedisOptions.DATABASE);
        copy(table, "expiration", RedisOptions.LIFETIME);
        copy(table, "ttl", RedisOptions.LIFETIME);
        copy(table, "key_prefix", RedisOptions.PREFIX);
        copy(table, "rw_mode", RedisOptions.READ_ONLY);
      }
      case "multilevel" -> {
        List<String> levels = new ArrayList<>();
        table.path("chain").forEach(level -> levels.add(level.asText()));
        values.put(RedisOptions.CHAIN.key(), String.join(",", levels));
      }
      default ->
          problems.add(
              new Problem(
                  path
                      + ": cache."
                      + store
                      + " has no effect: this version keeps results on the disk and in Redis only"));
    }
  }

  private void copy(JsonNode table, String name, Setting<?> setting) {
    if (table.hasNonNull(name)) {
      values.put(setting.key(), table.get(name).asText());
    }
  }
}
