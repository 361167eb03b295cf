package dev.potok.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script {@code ./potok} on a machine that has what the test puts there, and no more: a source
 * tree, a JDK and a Maven that only write down how they were called, and the system's own tools.
 */
@Timeout(60)
class PotokScriptIT {
  private static final Path SCRIPT = Path.of("..", "potok");

  /** What the script takes from the system. */
  private static final List<String> TOOLS =
      List.of(
          "awk",
          "bash",
          "cat",
          "dirname",
          "env",
          "find",
          "grep",
          "head",
          "id",
          "mkdir",
          "readlink",
          "sed",
          "tee",
          "touch",
          "tr");

  /** What stands for all that a jar is built from. */
  private static final List<String> SOURCES =
      List.of("pom.xml", "engine/src/main/java/Answers.java", "docs/guide/en/start.md");

  /** A version that no JDK of this machine has, so that only the test's own is found. */
  private static final int NEEDED = 9925;

  @TempDir Path folder;
  private Path home;
  private Path path;
  private Path jdk;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void makeMachine() throws IOException {
    home = Files.createDirectories(folder.resolve("potok home"));
    path = Files.createDirectories(folder.resolve("path"));
    jdk = folder.resolve("jdk");
    String script = Files.readString(SCRIPT);
    assertThat(script).contains("needed=25\n");
    program(
        home.resolve("potok"),
        script
            .replace("needed=25\n", "needed=" + NEEDED + "\n")
            .replace("/Applications/", folder + "/Applications/"));
    for (String tool : TOOLS) {
      Files.createSymbolicLink(path.resolve(tool), tool(tool));
    }
    Files.createDirectories(home.resolve("cli/target"));
    for (String source : SOURCES) {
      Path file = home.resolve(source);
      Files.createDirectories(file.getParent());
      Files.createFile(file);
    }
    addJdk(NEEDED);
    addMaven(
        "echo '[INFO] Building Potok engine 0.1.0 [1/2]'\ntouch \"$PWD/cli/target/potok.jar\"");
    environment.put("JAVA_HOME", jdk.toString());
  }

  @Test
  void theFirstStartBuildsAndALaterOneDoesNot() throws Exception {
    Ended first = potok("serve", "--port", "8090");
    assertThat(first.exitCode()).isZero();
    assertThat(first.output())
        .contains("Building Potok; the first time takes a few minutes", "  engine")
        .containsPattern("ran .*-jar .*/cli/target/potok.jar serve --port 8090\n");
    assertThat(mavenCalls()).singleElement().asString().contains("-pl cli -am package");

    Ended second = potok("serve");
    assertThat(second.exitCode()).isZero();
    assertThat(second.output()).startsWith("ran ").doesNotContain("Building");
    assertThat(mavenCalls()).hasSize(1);
  }

  @Test
  void aChangedSourceIsBuiltAgain() throws Exception {
    potok("serve");
    int calls = 1;
    for (String changed : SOURCES) {
      for (String source : SOURCES) {
        age(source);
      }
      potok("serve");
      assertThat(mavenCalls()).as("before a change of " + changed).hasSize(calls);
      Instant later = Instant.now().plusSeconds(60);
      Files.setLastModifiedTime(home.resolve(changed), FileTime.from(later));
      potok("serve");
      calls++;
      assertThat(mavenCalls()).as("after a change of " + changed).hasSize(calls);
    }
  }

  @Test
  void theJarOfAServerThatRunsIsNotReplacedByABackup() throws Exception {
    potok("serve");
    Instant later = Instant.now().plusSeconds(60);
    Files.setLastModifiedTime(home.resolve(SOURCES.getFirst()), FileTime.from(later));
    for (String command : List.of("backup", "restore", "check", "parse", "chat", "models")) {
      assertThat(potok(command, "a b.db").output())
          .containsPattern("^ran .*/cli/target/potok.jar " + command + " a b.db\n");
    }
    assertThat(mavenCalls()).hasSize(1);
    Files.delete(home.resolve("cli/target/potok.jar"));
    assertThat(potok("check").output()).contains("Building Potok", "ran ");
  }

  @Test
  void withoutAJdkOneSentenceSaysWhatToInstall() throws Exception {
    environment.remove("JAVA_HOME");
    Ended ended = potok("serve");
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.output().lines())
        .singleElement()
        .asString()
        .startsWith("potok: no JDK " + NEEDED + " or newer is found. Install one")
        .endsWith("or set JAVA_HOME to it.");
  }

  @Test
  void anOlderJdkIsPassedOverForOneOnThePath() throws Exception {
    Path older = folder.resolve("older");
    addJdk(older, NEEDED - 1);
    environment.put("JAVA_HOME", older.toString());
    Files.createSymbolicLink(path.resolve("javac"), jdk.resolve("bin/javac"));
    Ended ended = potok("serve");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.output()).contains("ran " + NEEDED);
  }

  @Test
  void withoutMavenOneSentenceSaysWhatToInstall() throws Exception {
    Files.delete(path.resolve("mvn"));
    Ended ended = potok("serve");
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.output().lines())
        .singleElement()
        .asString()
        .startsWith("potok: Maven 3.8 or newer is needed to build");

    Files.createFile(home.resolve("cli/target/potok.jar"));
    assertThat(potok("serve").output()).startsWith("ran ");
  }

  @Test
  void aBuildThatFailsShowsItsErrorsAndServesNothing() throws Exception {
    addMaven("echo '[ERROR] Answers.java: not a statement'\nexit 1");
    Ended ended = potok("serve");
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.output())
        .contains("[ERROR] Answers.java: not a statement")
        .contains("potok: the build failed; all that Maven said is in ")
        .doesNotContain("ran ");
  }

  @Test
  void aTestRunCountsAndPassesOnlyIfNothingFailedAndNothingWasSkipped() throws Exception {
    program(path.resolve("chromium"), "#!/usr/bin/env bash\n");
    addMaven(report("tests=\"7\" errors=\"0\" skipped=\"0\" failures=\"0\""));
    Ended passed = potok("test");
    assertThat(passed.output()).endsWith("7 passed, 0 failed, 0 skipped\n");
    assertThat(passed.exitCode()).isZero();

    addMaven(report("tests=\"7\" errors=\"0\" skipped=\"1\" failures=\"0\""));
    Ended skipped = potok("test");
    assertThat(skipped.output())
        .contains("a skipped test counts as a failure")
        .endsWith("6 passed, 0 failed, 1 skipped\n");
    assertThat(skipped.exitCode()).isEqualTo(1);

    addMaven(report("tests=\"7\" errors=\"1\" skipped=\"0\" failures=\"2\"") + "exit 1\n");
    Ended failed = potok("test");
    assertThat(failed.output()).endsWith("4 passed, 3 failed, 0 skipped\n");
    assertThat(failed.exitCode()).isEqualTo(1);
  }

  @Test
  void withoutChromiumOneSentenceSaysWhatIsMissing() throws Exception {
    Ended ended = potok("test");
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.output().lines())
        .singleElement()
        .asString()
        .startsWith("potok: the browser tests need Chromium: install it");
    assertThat(mavenCalls()).isEmpty();
  }

  @Test
  void aTestRunWithoutAnyTestFails() throws Exception {
    program(path.resolve("chromium"), "#!/usr/bin/env bash\n");
    Ended ended = potok("test");
    assertThat(ended.output()).contains("potok: no test has run");
    assertThat(ended.exitCode()).isEqualTo(1);
  }

  private static String report(String counts) {
    return """
    mkdir -p "$PWD/engine/target/surefire-reports"
    cat > "$PWD/engine/target/surefire-reports/TEST-x.xml" <<END
    <?xml version="1.0" encoding="UTF-8"?>
    <testsuite name="x" time="0.1" %s>
      <testcase name="a"/>
    </testsuite>
    END
    """
        .formatted(counts);
  }

  private void addJdk(int version) throws IOException {
    addJdk(jdk, version);
  }

  private static void addJdk(Path place, int version) throws IOException {
    Files.createDirectories(place.resolve("bin"));
    program(
        place.resolve("bin/java"),
        """
        #!/usr/bin/env bash
        if [ "$1" = -version ]; then
          echo 'openjdk version "%1$d.0.1" 2026-10-20' >&2
        else
          echo "ran %1$d $*"
        fi
        """
            .formatted(version));
    program(place.resolve("bin/javac"), "#!/usr/bin/env bash\n");
  }

  /** A Maven that does what is said, and writes down that it was called. */
  private void addMaven(String body) throws IOException {
    program(
        path.resolve("mvn"),
        "#!/usr/bin/env bash\necho \"$*\" >> '" + calls() + "'\n" + body + "\n");
  }

  private Path calls() {
    return folder.resolve("maven calls");
  }

  private List<String> mavenCalls() throws IOException {
    return Files.exists(calls()) ? Files.readAllLines(calls()) : List.of();
  }

  /** Makes a file and its folders older than any jar. */
  private void age(String name) throws IOException {
    FileTime longAgo = FileTime.from(Instant.now().minusSeconds(3_600));
    Path file = home.resolve(name);
    while (file != null && !file.equals(home)) {
      Files.setLastModifiedTime(file, longAgo);
      file = file.getParent();
    }
  }

  private static Path tool(String name) {
    for (String place : System.getenv("PATH").split(":", -1)) {
      Path tool = Path.of(place, name);
      if (Files.isExecutable(tool)) {
        return tool;
      }
    }
    throw new IllegalStateException("this machine has no " + name);
  }

  private static void program(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private record Ended(int exitCode, String output) {}

  private Ended potok(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("potok").toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put("PATH", path.toString());
    builder.environment().put("HOME", folder.toString());
    Process process = builder.start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      return new Ended(process.exitValue(), output);
    } finally {
      process.destroyForcibly();
    }
  }
}
