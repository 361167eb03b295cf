package dev.potok.web.components;

import dev.potok.protocol.ChatOptions;
import dev.potok.web.dom.Browser;
import dev.potok.web.dom.El;
import dev.potok.web.text.Messages;
import dev.potok.web.text.Text;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Where the instructions, the temperature and the longest answer of one chat are filled in. */
public final class ChatOptionsDialog {

  /** The longest instructions, in characters, as the server has it. */
  private static final int MAX_INSTRUCTIONS = 20_000;

  private static final double MAX_TEMPERATURE = 2;
  private static final double MAX_TOKENS = 1_000_000;

  private final Messages messages;
  private final FormField instructions;
  private final FormField temperature;
  private final FormField maxTokens;
  private final ModalDialog dialog;
  private final BiConsumer<ChatOptions, Consumer<String>> saving;

  /**
   * A dialog that shows the options as they are.
   *
   * @param saving takes the new ones, and tells its second argument how that went: empty when they
   *     are kept, else a sentence
   */
  public ChatOptionsDialog(
      Messages messages, ChatOptions options, BiConsumer<ChatOptions, Consumer<String>> saving) {
    this.messages = messages;
    this.saving = saving;
    instructions =
        FormField.text(
                "chat-instructions", messages.get(Text.INSTRUCTIONS), options.instructions(), 6)
            .hint(messages.get(Text.CHAT_INSTRUCTIONS_HINT))
            .attr("maxlength", String.valueOf(MAX_INSTRUCTIONS));
    OptionalDouble warmth = options.temperature();
    temperature =
        FormField.line(
                "chat-temperature",
                messages.get(Text.TEMPERATURE),
                warmth.isPresent() ? String.valueOf(warmth.getAsDouble()) : "")
            .hint(messages.get(Text.TEMPERATURE_HINT))
            .attr("inputmode", "decimal")
            .attr("placeholder", messages.get(Text.AUTO));
    OptionalLong longest = options.maxTokens();
    maxTokens =
        FormField.line(
                "chat-max-tokens",
                messages.get(Text.MAX_TOKENS),
                longest.isPresent() ? String.valueOf(longest.getAsLong()) : "")
            .hint(messages.get(Text.MAX_TOKENS_HINT))
            .attr("inputmode", "numeric")
            .attr("placeholder", messages.get(Text.AUTO));
    dialog =
        ModalDialog.titled(messages, messages.get(Text.CHAT_OPTIONS))
            .add(instructions.element())
            .add(El.of("div", "field-pair").add(temperature.element()).add(maxTokens.element()))
            .cancelButton()
            .keepingButton(messages.get(Text.SAVE), "primary", this::save);
  }

  /** Shows it. */
  public void open() {
    dialog.open();
    instructions.input().focus();
  }

  private void save() {
    double warmth = number(temperature.value());
    double longest = number(maxTokens.value());
    // A number that is none compares as false with everything.
    if (!isLeft(temperature) && !(warmth >= 0 && warmth <= MAX_TEMPERATURE)) {
      temperature.wrong(messages.get(Text.TEMPERATURE_WRONG));
    } else if (!isLeft(maxTokens)
        && !(longest >= 1 && longest <= MAX_TOKENS && longest == Math.floor(longest))) {
      maxTokens.wrong(messages.get(Text.MAX_TOKENS_WRONG));
    } else {
      saving.accept(
          new ChatOptions(
              instructions.value().strip(),
              isLeft(temperature) ? OptionalDouble.empty() : OptionalDouble.of(warmth),
              isLeft(maxTokens) ? OptionalLong.empty() : OptionalLong.of((long) longest)),
          dialog.whenKept(instructions));
    }
  }

  private static boolean isLeft(FormField field) {
    return field.value().strip().isEmpty();
  }

  /** A number as people write it: in Russian with a comma. */
  private static double number(String written) {
    return Browser.number(written.strip().replace(',', '.'));
  }
}
