package dev.potok.server.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.engine.Language;
import dev.potok.protocol.JsonFields;
import org.junit.jupiter.api.Test;

class ImportLimitsTest {

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
