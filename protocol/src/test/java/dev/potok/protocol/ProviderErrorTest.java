package dev.potok.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderErrorTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'error':{'message':'x','type':'rate_limit_error'}}|model_rate_limited|true",
        "{'error':{'message':'x','code':'rate_limit_exceeded'}}|model_rate_limited|true",
        "{'error':{'message':'x','code':429}}|model_rate_limited|true",
        "{'error':{'message':'x','code':'429'}}|model_rate_limited|true",
        "{'message':'x','type':'throttlingException'}|model_rate_limited|true",
        "{'message':'x','type':'validationException'}|model_refused|false",
        "{'error':{'message':'x','type':'insufficient_quota','code':429}}|model_refused|false",
        "{'error':{'message':'x','type':'overloaded_error'}}|model_unavailable|true",
        "{'error':{'message':'x','type':'api_error'}}|model_failed|true",
        "{'error':{'message':'x','type':'server_error'}}|model_failed|true",
        "{'error':{'message':'x','type':'timeout_error'}}|model_unavailable|true",
        "{'error':{'message':'x','code':503}}|model_unavailable|true",
        "{'error':{'message':'x','code':500}}|model_failed|true",
        "{'error':{'message':'x','code':408}}|model_unavailable|true",
        "{'error':{'message':'x','type':'not_found_error'}}|model_not_found|false",
        "{'error':{'message':'x','code':404}}|model_not_found|false",
        "{'error':{'message':'x','type':'authentication_error'}}|model_unauthorized|false",
        "{'error':{'message':'x','code':'invalid_api_key'}}|model_unauthorized|false",
        "{'error':{'message':'x','code':403}}|model_unauthorized|false",
        "{'error':{'message':'x','type':'invalid_request_error'}}|model_refused|false",
        "{'error':{'message':'x','code':'context_length_exceeded'}}|model_refused|false",
        "{'error':{'message':'x','code':422}}|model_refused|false",
        "{'error':{'message':'x','code':1301}}|model_failed|true",
        "{'error':{'message':'x'}}|model_failed|true",
        "{'error':'x'}|model_failed|true",
        "{'message':'x'}|model_failed|true",
        "{'detail':'x'}|model_failed|true",
        "{'errorText':'x'}|model_failed|true",
      })
  void saysWhatACallerCanDo(String json, String code, boolean isRetryable) {
    AnswerError error = ProviderError.of(JsonFields.parse(json.replace('\'', '"')));

    assertThat(error.code()).isEqualTo(code);
    assertThat(error.retryable()).isEqualTo(isRetryable);
    assertThat(error.message()).endsWith("x");
    assertThat(error.partial()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'error':{'type':'overloaded_error','message':'Overloaded'}}|overloaded_error: Overloaded",
        "{'error':{'message':7,'type':[],'code':{}}}|the model reports an error",
        "{'error':7}|the model reports an error",
        "{'error':''}|the model reports an error",
      })
  void saysItInWords(String json, String message) {
    assertThat(ProviderError.of(JsonFields.parse(json.replace('\'', '"'))).message())
        .isEqualTo(message);
  }
}
