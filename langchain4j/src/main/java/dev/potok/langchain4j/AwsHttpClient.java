package dev.potok.langchain4j;

import dev.potok.engine.ModelException;
import dev.potok.models.ModelCalls;
import dev.potok.models.ProviderSettings;
import dev.potok.models.ReportedFailure;
import dev.potok.models.StreamedBody;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.async.SdkHttpContentPublisher;

/**
 * The HTTP client of Amazon's SDK over {@link ModelCalls}.
 *
 * <p>A call blocks, as in {@link CallingHttpClient} and for the same reasons: the stream is read
 * and handed on by the thread that calls the model, so that it can be interrupted. Thread-safe.
 */
final class AwsHttpClient implements SdkAsyncHttpClient {

  /** How much is read at once, in bytes. */
  private static final int BUFFER_BYTES = 8 * 1024;

  /** Header fields that the JDK's client writes by itself. */
  private static final Set<String> OWN_FIELDS =
      Set.of("connection", "content-length", "expect", "host", "transfer-encoding", "upgrade");

  private static final String EVENT_STREAM = "application/vnd.amazon.eventstream";

  private final ProviderSettings settings;
  private final ModelCalls calls;

  AwsHttpClient(ProviderSettings settings, ModelCalls calls) {
    this.settings = settings;
    this.calls = calls;
  }

  /** Nothing: the connections are not its own. */
  @Override
  public void close() {}

  @Override
  public CompletableFuture<Void> execute(AsyncExecuteRequest call) {
    Answering answer = Answering.current();
    HttpRequest request = translated(call.request(), content(call.requestContentPublisher()));
    try (StreamedBody body = calls.stream(request, answer.firstToken())) {
      call.responseHandler()
          .onHeaders(SdkHttpFullResponse.builder().statusCode(200).statusText("OK").build());
      BodyPublisher publisher = new BodyPublisher();
      call.responseHandler().onStream(publisher);
      read(body, answer, publisher);
      publisher.complete();
    } catch (InterruptedException e) {
      answer.interrupted(e);
      return failed(call, e);
    } catch (ModelException e) {
      answer.failed(e);
      return failed(call, e);
    } catch (RuntimeException e) {
      answer.failed(ReportedFailure.unreadable(e, settings));
      return failed(call, e);
    }
    return CompletableFuture.completedFuture(null);
  }

  private static CompletableFuture<Void> failed(AsyncExecuteRequest call, Exception e) {
    call.responseHandler().onError(e);
    return CompletableFuture.failedFuture(e);
  }

  private static void read(StreamedBody body, Answering answer, BodyPublisher publisher)
      throws InterruptedException {
    byte[] buffer = new byte[BUFFER_BYTES];
    while (!answer.isOver() && !publisher.isCancelled()) {
      int count = answer.await().read(body, buffer);
      if (count < 0) {
        return;
      }
      publisher.publish(ByteBuffer.wrap(Arrays.copyOf(buffer, count)));
    }
  }

  private static HttpRequest translated(SdkHttpRequest request, byte[] content) {
    HttpRequest.Builder translated = HttpRequest.newBuilder(request.getUri());
    request.forEachHeader((name, values) -> {
      if (!OWN_FIELDS.contains(name.toLowerCase(Locale.ROOT))) {
        values.forEach(value -> translated.header(name, value));
      }
    });
    if (request.firstMatchingHeader("Accept").isEmpty()) {
      translated.header("Accept", EVENT_STREAM);
    }
    return translated
        .method(request.method().name(), HttpRequest.BodyPublishers.ofByteArray(content))
        .build();
  }

  /** The request's content, which is there already. */
  private static byte[] content(SdkHttpContentPublisher publisher) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    publisher.subscribe(
        new Subscriber<>() {
          @Override
          public void onSubscribe(Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
          }

          @Override
          public void onNext(ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            content.writeBytes(bytes);
          }

          @Override
          public void onError(Throwable e) {
            throw new IllegalStateException(e);
          }

          @Override
          public void onComplete() {}
        });
    return content.toByteArray();
  }
}
