package dev.potok.server.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.potok.engine.Language;
import dev.potok.protocol.JsonFields;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class ImportLimitsTest {

  @Test
  void aFileIsReadUpToItsLimit() throws Exception {
    byte[] bytes = new byte[100];
    try (InputStream whole = new BoundedInput(new ByteArrayInputStream(bytes), 100)) {
      assertThat(whole.readAllBytes()).hasSize(100);
    }
    try (InputStream longer = new BoundedInput(new ByteArrayInputStream(bytes), 99)) {
      assertThatThrownBy(longer::readAllBytes).isInstanceOf(IOException.class);
    }
    try (InputStream single = new BoundedInput(new ByteArrayInputStream(bytes), 1)) {
      assertThat(single.read()).isZero();
      assertThatThrownBy(single::read).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aReportTellsSoManyReasonsAndCountsTheRest() {
    ImportReport report = new ImportReport();
    for (int i = 0; i <= ImportReport.MAX_TOLD; i++) {
      report.skipped(i, "title", ImportReport.Reason.EMPTY);
    }
    JsonFields json = JsonFields.parse(report.json(Language.RUSSIAN));
    assertThat(json.int64("skipped_count")).isEqualTo(ImportReport.MAX_TOLD + 1);
    assertThat(json.objects("skipped")).hasSize(ImportReport.MAX_TOLD);
    assertThat(json.objects("skipped").getFirst().string("reason")).contains("нет сообщений");
  }
}
