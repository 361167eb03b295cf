package dev.potok.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;

/**
 * Any bytes at all as the stream of an answer. The tests run what stands in {@code
 * MessageStreamHandlerFuzzInputs}; CONTRIBUTING.md says how to look for more.
 */
class MessageStreamHandlerFuzz {

  /**
   * Nothing is thrown, how the bytes are cut changes nothing, exactly one end is told, and what a
   * foreign format's end carries is what its deltas add up to.
   */
  @FuzzTest
  @DictionaryEntries({
    "data: ",
    "event: ",
    "\\x0A\\x0A",
    "[DONE]",
    "{\"type\":\"",
    "\"delta\":",
    "\"choices\":[{\"delta\":{\"content\":\"",
    "\"finish_reason\":\"stop\"",
    "\"error\":{\"message\":\"",
    "message_start",
    "message_delta",
    "message_stop",
    "message_end",
    "content_block_start",
    "content_block_delta",
    "text_delta",
    "tool_use",
    "input_json_delta",
    "response.created",
    "response.output_text.delta",
    "response.completed",
    "\"done\":true",
    "\"response\":\"",
    "text-delta",
    "reasoning-delta",
    "tool-input-start",
    "finish",
    "message.created",
    "agent.thought.delta",
    "token"
  })
  void everyStreamEndsOnceAndTheSameHoweverItIsCut(byte[] stream) {
    EventLog whole = EventLog.read(List.of(stream));

    assertThat(whole.ends()).isEqualTo(1);
    assertThat(whole.isInOrder()).isTrue();
    for (int size : Chunks.SIZES) {
      assertThat(EventLog.read(Chunks.of(stream, size)).entries).isEqualTo(whole.entries);
    }
    whole
        .end()
        .map(MessageEnd::message)
        .filter(message -> message.id() == 0)
        .filter(message -> message.createdAt().isEmpty())
        .ifPresent(message -> {
          assertThat(message.content()).isEqualTo(whole.text());
          assertThat(message.metadata().thinkingText().orElse("")).isEqualTo(whole.thinking());
        });
  }
}
