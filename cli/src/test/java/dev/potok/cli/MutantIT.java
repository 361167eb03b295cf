package dev.potok.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.testkit.history.Rule;
import dev.potok.testkit.torture.Tally;
import dev.potok.testkit.torture.Torture;
import java.io.IOException;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests of the torture: a server that breaks a promise is caught, and by the rule that names it.
 */
@Timeout(300)
class MutantIT {
  private static final Path JAR = Path.of(System.getProperty("potok.jar", "target/potok.jar"));

  /** Far more seeds than any of the faults has needed to show. */
  private static final int SEEDS = 30;

  @TempDir Path folder;

  @Test
  void anAcknowledgementBeforeTheCommitIsCaught() throws Exception {
    // Five statements steer the transactions: two modes of syncing, BEGIN, COMMIT and ROLLBACK.
    Mutant mutant =
        Mutant.of(
                JAR,
                classes(),
                "dev.potok.storage.CommitThread",
                5,
                (_, code, element) -> {
                  if (element instanceof InvokeInstruction call
                      && call.owner().asInternalName().equals("java/sql/Statement")
                      && call.name().equalsString("execute")) {
                    code.invokestatic(
                        ClassDesc.of(LateCommit.class.getName()),
                        "execute",
                        MethodTypeDesc.of(
                            ConstantDescs.CD_boolean,
                            ClassDesc.of("java.sql.Statement"),
                            ConstantDescs.CD_String));
                    return true;
                  }
                  return false;
                })
            .with(LateCommit.class);

    assertCaught(mutant, Rule.LOST);
  }

  @Test
  void anEndThatIsNotFencedIsCaught() throws Exception {
    String fence = " AND status = 'streaming'";
    Mutant mutant =
        Mutant.of(
            JAR,
            classes(),
            "dev.potok.storage.EndTask",
            1,
            (_, code, element) -> {
              if (element instanceof ConstantInstruction constant
                  && constant.constantValue() instanceof String sql
                  && sql.contains(fence)) {
                code.loadConstant(sql.replace(fence, ""));
                return true;
              }
              return false;
            });

    assertCaught(mutant, Rule.ONE_END);
  }

  @Test
  void aNumberThatIsLeftOutIsCaught() throws Exception {
    Mutant mutant =
        Mutant.of(
                JAR,
                classes(),
                "dev.potok.engine.AnswerLog",
                1,
                (method, code, element) -> {
                  if (method.equals("publish")
                      && element instanceof FieldInstruction field
                      && field.opcode() == Opcode.PUTFIELD
                      && field.name().equalsString("publishedSeq")) {
                    code.invokestatic(
                        ClassDesc.of(SkippedNumber.class.getName()),
                        "after",
                        MethodTypeDesc.of(ConstantDescs.CD_long, ConstantDescs.CD_long));
                    code.with(field);
                    return true;
                  }
                  return false;
                })
            .with(SkippedNumber.class);

    assertCaught(mutant, Rule.GAP);
  }

  private Path classes() throws IOException {
    return Files.createDirectories(folder.resolve("classes"));
  }

  /** A fault may break other rules first, in a seed where it does not show in its own way. */
  private void assertCaught(Mutant mutant, Rule rule) throws Exception {
    Set<Rule> broken = EnumSet.noneOf(Rule.class);
    StringBuilder failures = new StringBuilder();
    int seed = 1;
    while (seed <= SEEDS && !broken.contains(rule)) {
      Path own = Files.createDirectory(folder.resolve("from-" + seed));
      Torture.Plan plan =
          new Torture.Plan(
              mutant.launch(), own, seed, SEEDS, 0, 0, Duration.ofMinutes(4), Duration.ZERO);
      Torture.Result result = Torture.run(plan, new Tally(), (_, _, _) -> {});
      seed += result.seeds();
      broken.addAll(result.broken());
      failures.append(result.failure()).append("\n");
    }
    assertThat(broken).as(failures.toString()).contains(rule);
  }
}
