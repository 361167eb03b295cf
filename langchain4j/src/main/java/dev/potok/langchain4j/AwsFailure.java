package dev.potok.langchain4j;

import dev.potok.engine.ModelException;
import dev.potok.models.ProviderSettings;
import dev.potok.models.ReportedFailure;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** What Bedrock says in the middle of a stream, which comes as an exception of Amazon's. */
final class AwsFailure {

  private AwsFailure() {}

  /** The failure that is the cause of another; empty if Bedrock has said nothing. */
  static Optional<ModelException> in(Throwable e, ProviderSettings settings) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof AwsServiceException failure) {
        return Optional.of(
            ReportedFailure.of(failure.getClass().getSimpleName(), message(failure), settings));
      }
    }
    return Optional.empty();
  }

  /** Without the empty details that the exception adds by itself. */
  private static String message(AwsServiceException failure) {
    AwsErrorDetails details = failure.awsErrorDetails();
    return details == null || details.errorMessage() == null
        ? String.valueOf(failure.getMessage())
        : details.errorMessage();
  }
}
