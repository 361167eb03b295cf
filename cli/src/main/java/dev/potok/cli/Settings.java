package dev.potok.cli;

import dev.potok.engine.InvalidFieldException;
import dev.potok.engine.Language;
import dev.potok.engine.OnFailure;
import dev.potok.models.ProviderSettings;
import dev.potok.server.ServerSettings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * All that a server is told, by flags, by the environment and by a file, in this order of weight.
 *
 * @param server what the web server is told
 * @param dataFolder where the data is kept
 * @param language the language of the console
 * @param models the providers to use, in the order of the list of models
 * @param gguf the local file whose model to run
 * @param findLocalModels whether to look for servers on this machine
 * @param defaultModel the full id of the model that answers when none is named
 * @param onFailure what becomes of answers that have text and fail
 * @param titlesByModel whether a chat's model is asked for its title
 * @param grace how long running answers may go on when the server is told to end
 */
record Settings(
    ServerSettings server,
    Path dataFolder,
    Language language,
    List<ProviderSettings> models,
    Optional<LocalModel> gguf,
    boolean findLocalModels,
    Optional<String> defaultModel,
    OnFailure onFailure,
    boolean titlesByModel,
    Duration grace) {

  private static final int DEFAULT_PORT = 3000;
  private static final String DEFAULT_HOST = "127.0.0.1";
  private static final Duration DEFAULT_GRACE = Duration.ofSeconds(20);
  private static final Duration MAX_GRACE = Duration.ofHours(1);
  private static final Duration MAX_TIMEOUT = Duration.ofHours(1);

  /** A number and its unit, such as {@code 500ms}, {@code 20s}, {@code 5m}. */
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

  /** What the command line says; null where it says nothing. */
  record Flags(
      @Nullable String port,
      @Nullable String host,
      @Nullable String dataDir,
      @Nullable String config,
      @Nullable String gguf) {

    /** The flags that every command with a data folder has. */
    Flags(
        @Nullable String port,
        @Nullable String host,
        @Nullable String dataDir,
        @Nullable String config) {
      this(port, host, dataDir, config, null);
    }
  }

  /**
   * A local file with a model.
   *
   * @param contextTokens how many tokens a conversation and its answer may have
   */
  record LocalModel(Path file, int contextTokens) {}

  /**
   * What the commands need that work on the data without a server.
   *
   * @param dataFolder where the data is kept
   * @param language the language of the console
   */
  record Place(Path dataFolder, Language language) {}

  /**
   * Reads where the data is, as {@link #read} does, and nothing that only a server needs.
   *
   * @throws InvalidFieldException if a value is not acceptable
   */
  static Place place(
      Flags flags, Map<String, String> environment, Path home, Language consoleLanguage) {
    return place(flags, environment, home, consoleLanguage, file(flags, environment, home));
  }

  private static Place place(
      Flags flags,
      Map<String, String> environment,
      Path home,
      Language consoleLanguage,
      SettingsFile file) {
    return new Place(
        text(flags.dataDir(), environment, "POTOK_DATA_DIR", file.text("data-dir"))
            .map(Path::of)
            .orElseGet(() -> defaultDataFolder(environment, home))
            .toAbsolutePath()
            .normalize(),
        text(null, environment, "POTOK_LANGUAGE", file.text("language"))
            .map(Settings::language)
            .orElse(consoleLanguage));
  }

  /**
   * Reads what the server is told.
   *
   * @param home the user's home folder
   * @param consoleLanguage the language if the file names none
   * @throws InvalidFieldException if a value is not acceptable
   */
  static Settings read(
      Flags flags, Map<String, String> environment, Path home, Language consoleLanguage) {
    SettingsFile file = file(flags, environment, home);
    ServerSettings server =
        new ServerSettings(
            text(flags.host(), environment, "POTOK_HOST", file.text("host")).orElse(DEFAULT_HOST),
            port(text(flags.port(), environment, "POTOK_PORT", file.text("port"))),
            origins(list(environment, "POTOK_CORS_ORIGINS", file.texts("cors.origins"))),
            hosts(list(environment, "POTOK_ALLOWED_HOSTS", file.texts("allowed-hosts"))),
            apiBase(text(null, environment, "POTOK_API_BASE", file.text("api-base"))),
            Version.text());
    Place place = place(flags, environment, home, consoleLanguage, file);
    return new Settings(
        server,
        place.dataFolder(),
        place.language(),
        ModelSettings.read(environment, file),
        text(flags.gguf(), environment, "POTOK_GGUF", file.text("gguf.file"))
            .map(path -> new LocalModel(Path.of(path), ModelSettings.contextTokens(file))),
        bool(
            "find-local-models",
            text(null, environment, "POTOK_FIND_LOCAL_MODELS", file.text("find-local-models"))
                .orElse("true")),
        text(null, environment, "POTOK_DEFAULT_MODEL", file.text("default-model")),
        onFailure(
            text(null, environment, "POTOK_ANSWERS_ON_FAILURE", file.text("answers.on-failure"))),
        bool(
            "titles.by-model",
            text(null, environment, "POTOK_TITLES_BY_MODEL", file.text("titles.by-model"))
                .orElse("true")),
        duration(
            "answers.shutdown-grace",
            text(null, environment, "POTOK_SHUTDOWN_GRACE", file.text("answers.shutdown-grace")),
            DEFAULT_GRACE,
            MAX_GRACE));
  }

  private static SettingsFile file(Flags flags, Map<String, String> environment, Path home) {
    Optional<String> named = text(flags.config(), environment, "POTOK_CONFIG", Optional.empty());
    if (named.isPresent()) {
      return SettingsFile.read(Path.of(named.get()), environment);
    }
    Path usual =
        Path.of(environment.getOrDefault("XDG_CONFIG_HOME", home.resolve(".config").toString()))
            .resolve("potok")
            .resolve("potok.yaml");
    return Files.exists(usual) ? SettingsFile.read(usual, environment) : SettingsFile.EMPTY;
  }

  private static Path defaultDataFolder(Map<String, String> environment, Path home) {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    if (system.contains("mac")) {
      return home.resolve("Library/Application Support/Potok");
    }
    Optional<String> localAppData = given(environment.get("LOCALAPPDATA"));
    if (system.contains("windows") && localAppData.isPresent()) {
      return Path.of(localAppData.get()).resolve("Potok");
    }
    return Path.of(
            environment.getOrDefault("XDG_DATA_HOME", home.resolve(".local/share").toString()))
        .resolve("potok");
  }

  private static Optional<String> text(
      @Nullable String flag,
      Map<String, String> environment,
      String variable,
      Optional<String> inFile) {
    return given(flag).or(() -> given(environment.get(variable))).or(() -> inFile);
  }

  private static List<String> list(
      Map<String, String> environment, String variable, List<String> inFile) {
    return given(environment.get(variable))
        .map(text -> Arrays.stream(text.split(",", -1)).map(String::strip).toList())
        .orElse(inFile);
  }

  /** An empty flag or variable says nothing. */
  static Optional<String> given(@Nullable String text) {
    return Optional.ofNullable(text).map(String::strip).filter(value -> !value.isEmpty());
  }

  private static int port(Optional<String> text) {
    if (text.isEmpty()) {
      return DEFAULT_PORT;
    }
    try {
      int port = Integer.parseInt(text.get());
      if (port >= 0 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      throw badPort(text.get());
    }
    throw badPort(text.get());
  }

  private static InvalidFieldException badPort(String text) {
    return new InvalidFieldException("port", text, "0 to 65535");
  }

  static boolean bool(String name, String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "1" -> true;
      case "false", "no", "0" -> false;
      default -> throw new InvalidFieldException(name, text, "true or false");
    };
  }

  private static OnFailure onFailure(Optional<String> text) {
    return switch (text.orElse("keep").toLowerCase(Locale.ROOT)) {
      case "keep" -> OnFailure.KEEP;
      case "remove" -> OnFailure.REMOVE;
      default ->
          throw new InvalidFieldException("answers.on-failure", text.orElse(""), "keep or remove");
    };
  }

  /** A time from 0 to a given one. */
  private static Duration duration(
      String name, Optional<String> text, Duration usual, Duration most) {
    if (text.isEmpty()) {
      return usual;
    }
    Matcher parts = DURATION.matcher(text.get());
    if (parts.matches()) {
      Duration found = Duration.of(Long.parseLong(parts.group(1)), unit(parts.group(2)));
      if (found.compareTo(most) <= 0) {
        return found;
      }
    }
    throw new InvalidFieldException(
        name, text.get(), "a time such as 500ms, 20s or 5m, at most " + most.toMinutes() + "m");
  }

  /** How long a model is waited for, which is more than no time. */
  static Duration timeout(SettingsFile provider, String name, Duration usual) {
    Duration found = duration("models." + name, provider.text(name), usual, MAX_TIMEOUT);
    if (found.isZero()) {
      throw new InvalidFieldException("models." + name, "0", "a time of more than 0");
    }
    return found;
  }

  private static ChronoUnit unit(String name) {
    return switch (name) {
      case "ms" -> ChronoUnit.MILLIS;
      case "s" -> ChronoUnit.SECONDS;
      case "m" -> ChronoUnit.MINUTES;
      default -> ChronoUnit.HOURS;
    };
  }

  private static Language language(String tag) {
    return Language.ofTag(tag)
        .orElseThrow(() -> new InvalidFieldException("language", tag, "ru or en"));
  }

  private static List<String> origins(List<String> texts) {
    for (String text : texts) {
      if (!text.equals(originOf(text))) {
        throw new InvalidFieldException(
            "cors.origins", text, "exact origins such as https://chat.example.org");
      }
    }
    return texts;
  }

  private static Set<String> hosts(List<String> texts) {
    Set<String> hosts = new LinkedHashSet<>();
    texts.forEach(text -> hosts.add(text.toLowerCase(Locale.ROOT)));
    return hosts;
  }

  private static String apiBase(Optional<String> text) {
    String base = text.orElse("").replaceAll("/+$", "");
    if (!base.isEmpty() && !base.equals(originOf(base))) {
      throw new InvalidFieldException(
          "api-base", base, "an origin such as https://api.example.org");
    }
    return base;
  }

  /** The scheme, host and port of an address; what is not an http address has none. */
  private static String originOf(String text) {
    try {
      URI uri = URI.create(text);
      boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      return isHttp && uri.getHost() != null ? uri.getScheme() + "://" + uri.getAuthority() : "";
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
