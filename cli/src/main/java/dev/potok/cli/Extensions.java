package dev.potok.cli;

import dev.potok.models.ProviderExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The jars that add what most installations do not need. They lie in the folder {@code extensions}
 * beside Potok's own jar; what lies on the class path counts as well.
 */
final class Extensions {
  private static final String FOLDER = "extensions";

  private final List<Path> jars;

  private Extensions(List<Path> jars) {
    this.jars = jars;
  }

  /** Those that lie beside a jar; none if there is no such folder. */
  static Extensions beside(Optional<Path> jar) {
    Optional<Path> folder = jar.map(path -> path.resolveSibling(FOLDER)).filter(Files::isDirectory);
    if (folder.isEmpty()) {
      return new Extensions(List.of());
    }
    try (Stream<Path> files = Files.list(folder.get())) {
      return new Extensions(
          files.filter(file -> file.toString().endsWith(".jar")).sorted().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The jar that this program runs from; empty if it runs from a folder of classes. */
  static Optional<Path> ownJar() {
    @Nullable CodeSource source = Extensions.class.getProtectionDomain().getCodeSource();
    return Optional.ofNullable(source)
        .map(found -> Path.of(URI.create(found.getLocation().toString())))
        .filter(Files::isRegularFile);
  }

  /** A jar by the name of its file. */
  Optional<Path> jar(String name) {
    return jars.stream().filter(jar -> jar.getFileName().toString().equals(name)).findFirst();
  }

  /** The adapters in the jars and on the class path, loaded when first iterated. */
  Iterable<ProviderExtension> providers() {
    URL[] urls = jars.stream().map(Extensions::url).toArray(URL[]::new);
    // Open as long as the program runs, which loads classes from it at any time.
    ClassLoader loader = new URLClassLoader("extensions", urls, Extensions.class.getClassLoader());
    return ServiceLoader.load(ProviderExtension.class, loader);
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }
}
