package dev.potok.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.testkit.ShortRun;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The jar with a fault put into one class, to see whether a test notices. The changed class lies in
 * a folder that stands before the jar on the class path; the jar itself stays as it is.
 */
final class Mutant {

  /** What is changed in a method's code. */
  interface Change {

    /**
     * Writes something else than an element, or says that it stays.
     *
     * @param method the name of the method that holds it
     * @return whether something else was written
     */
    boolean replaces(String method, CodeBuilder code, CodeElement element);
  }

  private final Path jar;
  private final Path folder;

  private Mutant(Path jar, Path folder) {
    this.jar = jar;
    this.folder = folder;
  }

  /**
   * The jar with one class changed.
   *
   * @param className the class, with dots
   * @param places how many places the change must find, so that it is not lost unseen when the
   *     class is written anew
   */
  static Mutant of(Path jar, Path folder, String className, int places, Change change)
      throws IOException {
    String file = className.replace('.', '/') + ".class";
    AtomicInteger changed = new AtomicInteger();
    byte[] mutated;
    try (FileSystem files = FileSystems.newFileSystem(jar)) {
      ClassFile classFile = ClassFile.of();
      ClassTransform transform =
          (whole, element) -> {
            if (element instanceof MethodModel method) {
              String name = method.methodName().stringValue();
              whole.transformMethod(
                  method,
                  MethodTransform.transformingCode((code, instruction) -> {
                    if (change.replaces(name, code, instruction)) {
                      changed.incrementAndGet();
                    } else {
                      code.with(instruction);
                    }
                  }));
            } else {
              whole.with(element);
            }
          };
      mutated =
          classFile.transformClass(
              classFile.parse(Files.readAllBytes(files.getPath(file))), transform);
    }
    assertThat(changed).as("places in " + className + " where the fault is put").hasValue(places);
    Path target = folder.resolve(file);
    Files.createDirectories(target.getParent());
    Files.write(target, mutated);
    return new Mutant(jar, folder);
  }

  /** Adds a class of this test to what the server finds. */
  Mutant with(Class<?> part) throws IOException {
    String file = part.getName().replace('.', '/') + ".class";
    Path target = folder.resolve(file);
    Files.createDirectories(target.getParent());
    try (InputStream in = part.getResourceAsStream("/" + file)) {
      assertThat(in).as(file).isNotNull();
      Files.write(target, in.readAllBytes());
    }
    return this;
  }

  /** Java's arguments to run it. */
  List<String> launch() {
    List<String> command = new ArrayList<>(ShortRun.OPTIONS);
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            folder + System.getProperty("path.separator") + jar,
            "dev.potok.cli.Main"));
    return command;
  }
}
