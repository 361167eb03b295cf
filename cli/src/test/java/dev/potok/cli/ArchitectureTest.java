package dev.potok.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The directions between the modules, and a few habits, as the design gives them. */
class ArchitectureTest {
  private static final JavaClasses POTOK =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.potok");

  @Test
  void modulesDependOnEachOtherOneWay() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage("dev.potok..")
        .layer("protocol")
        .definedBy("dev.potok.protocol..")
        .layer("chat")
        .definedBy("dev.potok.chat..")
        .layer("client")
        .definedBy("dev.potok.client..")
        .layer("markdown")
        .definedBy("dev.potok.markdown..")
        .layer("web")
        .definedBy("dev.potok.web..")
        .layer("engine")
        .definedBy("dev.potok.engine..")
        .layer("storage")
        .definedBy("dev.potok.storage..")
        .layer("models")
        .definedBy("dev.potok.models..")
        .layer("langchain4j")
        .definedBy("dev.potok.langchain4j..")
        .layer("gguf")
        .definedBy("dev.potok.gguf..")
        .layer("server")
        .definedBy("dev.potok.server..")
        .layer("cli")
        .definedBy("dev.potok.cli..")
        .layer("testkit")
        .definedBy("dev.potok.testkit..")
        .whereLayer("protocol")
        .mayNotAccessAnyLayer()
        .whereLayer("markdown")
        .mayNotAccessAnyLayer()
        .whereLayer("chat")
        .mayOnlyAccessLayers("protocol")
        .whereLayer("client")
        .mayOnlyAccessLayers("chat", "protocol")
        .whereLayer("web")
        .mayOnlyAccessLayers("chat", "markdown", "protocol")
        .whereLayer("engine")
        .mayOnlyAccessLayers("protocol")
        .whereLayer("storage")
        .mayOnlyAccessLayers("engine", "protocol")
        .whereLayer("models")
        .mayOnlyAccessLayers("engine", "protocol")
        .whereLayer("langchain4j")
        .mayOnlyAccessLayers("models", "engine", "protocol")
        .whereLayer("gguf")
        .mayOnlyAccessLayers("protocol")
        .whereLayer("server")
        .mayOnlyAccessLayers("engine", "markdown", "protocol")
        .whereLayer("testkit")
        .mayOnlyAccessLayers("protocol")
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .check(POTOK);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.potok.(**)").should().beFreeOfCycles().check(POTOK);
  }

  @Test
  void whatRunsInTheBrowserUsesNoThreadsAndNoInputOrOutput() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.potok.protocol..", "dev.potok.chat..", "dev.potok.markdown..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.io..", "java.net..", "java.nio.file..", "java.util.concurrent..", "java.sql..")
        .check(POTOK);
  }

  @Test
  void whatRunsInTheBrowserAsksNoStringWhetherItIsBlank() {
    // There, isBlank is TeaVM's, which takes nothing but spaces for blank.
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.potok.protocol..", "dev.potok.chat..", "dev.potok.markdown..", "dev.potok.web..")
        .should()
        .callMethod(String.class, "isBlank")
        .check(POTOK);
  }

  @Test
  void theEngineKnowsNeitherHttpNorSql() {
    noClasses()
        .that()
        .resideInAPackage("dev.potok.engine..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net.http..", "io.helidon..", "java.sql..", "org.jdbi..")
        .check(POTOK);
  }

  @Test
  void nothingStaticChanges() {
    fields().that().areStatic().should().haveModifier(JavaModifier.FINAL).check(POTOK);
  }

  @Test
  void namesSayWhatAClassIs() {
    noClasses().should().haveNameMatching(".*(Manager|Helper|Util|Utils|Impl)").check(POTOK);
  }
}
