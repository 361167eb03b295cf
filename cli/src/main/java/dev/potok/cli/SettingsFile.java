package dev.potok.cli;

import dev.potok.engine.InvalidFieldException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * A configuration in YAML, or a part of one. Names that it does not know are refused, since they
 * are mistakes that nobody would find. {@code ${NAME}} in a text stands for a variable of the
 * environment.
 */
final class SettingsFile {

  /** A file that says nothing. */
  static final SettingsFile EMPTY = new SettingsFile("", Map.of(), Map.of());

  /** What a file can set at its top level. */
  static final Set<String> NAMES =
      Set.of(
          "port",
          "host",
          "data-dir",
          "language",
          "models",
          "gguf",
          "default-model",
          "cors",
          "allowed-hosts",
          "api-base",
          "answers",
          "titles",
          "find-local-models");

  private static final Set<String> CORS_NAMES = Set.of("origins");
  private static final Set<String> GGUF_NAMES = Set.of("file", "context");
  private static final Set<String> ANSWERS_NAMES = Set.of("on-failure", "shutdown-grace");
  private static final Set<String> TITLES_NAMES = Set.of("by-model");
  private static final Set<String> MODEL_NAMES =
      Set.of(
          "name",
          "kind",
          "base-url",
          "api-key",
          "models",
          "goes-on",
          "first-token-timeout",
          "silence-timeout",
          "thinking",
          "max-tokens",
          "region",
          "access-key",
          "secret-key",
          "session-token");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

  private final String place;
  private final Map<?, ?> values;
  private final Map<String, String> environment;

  private SettingsFile(String place, Map<?, ?> values, Map<String, String> environment) {
    this.place = place;
    this.values = values;
    this.environment = environment;
  }

  /**
   * Reads a file.
   *
   * @throws InvalidFieldException if it cannot be read, is not YAML, or holds names that are not
   *     known
   */
  static SettingsFile read(Path path, Map<String, String> environment) {
    Object loaded;
    try {
      loaded = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(path));
    } catch (IOException e) {
      throw new InvalidFieldException("config", path.toString(), "a file that can be read");
    } catch (YAMLException e) {
      throw new InvalidFieldException(
          "config", path.toString(), "YAML: " + String.valueOf(e.getMessage()).strip());
    }
    if (loaded == null) {
      return EMPTY;
    }
    SettingsFile file = new SettingsFile(path + ": ", map(path + ": ", loaded), environment);
    file.checkNames(NAMES);
    file.child("cors").ifPresent(cors -> cors.checkNames(CORS_NAMES));
    file.child("gguf").ifPresent(gguf -> gguf.checkNames(GGUF_NAMES));
    file.child("answers").ifPresent(answers -> answers.checkNames(ANSWERS_NAMES));
    file.child("titles").ifPresent(titles -> titles.checkNames(TITLES_NAMES));
    file.children("models").forEach(model -> model.checkNames(MODEL_NAMES));
    return file;
  }

  /** A value as text; absent if it is not given. A path's parts are separated by dots. */
  Optional<String> text(String path) {
    Object value = value(path);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof Map || value instanceof List) {
      throw new InvalidFieldException(place + path, value.toString(), "one value");
    }
    return Optional.of(resolved(path, value.toString())).filter(text -> !text.isBlank());
  }

  /** A list of values as texts; empty if it is not given. */
  List<String> texts(String path) {
    Object value = value(path);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> list)) {
      throw new InvalidFieldException(place + path, value.toString(), "a list");
    }
    return list.stream().map(element -> resolved(path, String.valueOf(element))).toList();
  }

  /** A list of parts; empty if it is not given. */
  List<SettingsFile> children(String path) {
    Object value = value(path);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> list)) {
      throw new InvalidFieldException(place + path, value.toString(), "a list");
    }
    List<SettingsFile> children = new ArrayList<>();
    for (Object element : list) {
      String childPlace = place + path + "[" + children.size() + "].";
      children.add(new SettingsFile(childPlace, map(childPlace, element), environment));
    }
    return children;
  }

  /** The error for a value that is not acceptable. */
  InvalidFieldException wrong(String name, String value, String expected) {
    return new InvalidFieldException(place + name, value, expected);
  }

  /** The error for a value that must be given. */
  InvalidFieldException missing(String name) {
    return wrong(name, "missing", "a value");
  }

  private Optional<SettingsFile> child(String name) {
    Object value = value(name);
    String childPlace = place + name + ".";
    return value == null
        ? Optional.empty()
        : Optional.of(new SettingsFile(childPlace, map(childPlace, value), environment));
  }

  private void checkNames(Set<String> known) {
    for (Object name : values.keySet()) {
      if (!known.contains(String.valueOf(name))) {
        throw new InvalidFieldException(
            place + name,
            "unknown",
            "one of " + String.join(", ", known.stream().sorted().toList()));
      }
    }
  }

  private @Nullable Object value(String path) {
    Object value = values;
    for (String part : path.split("\\.", -1)) {
      value = value instanceof Map<?, ?> map ? map.get(part) : null;
    }
    return value;
  }

  private String resolved(String path, String text) {
    Matcher variable = VARIABLE.matcher(text);
    return variable.replaceAll(found -> {
      String value = environment.get(found.group(1));
      if (value == null) {
        throw new InvalidFieldException(
            place + path, text, "a variable of the environment that is set");
      }
      return Matcher.quoteReplacement(value);
    });
  }

  private static Map<?, ?> map(String place, Object value) {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw new InvalidFieldException(place, String.valueOf(value), "names with values");
  }
}
