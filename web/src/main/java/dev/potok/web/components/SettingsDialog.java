package dev.potok.web.components;

import dev.potok.web.dom.Browser;
import dev.potok.web.dom.El;
import dev.potok.web.state.Settings;
import dev.potok.web.state.Settings.DrawingRate;
import dev.potok.web.state.Settings.EnterKey;
import dev.potok.web.state.Settings.Theme;
import dev.potok.web.text.Language;
import dev.potok.web.text.Messages;
import dev.potok.web.text.Text;
import java.util.function.Consumer;
import org.teavm.jso.dom.html.HTMLElement;

/** The reader's settings; each choice takes effect at once. */
public final class SettingsDialog {
  private final Messages messages;
  private final Consumer<Settings> onChange;
  private final ModalDialog dialog;
  private Settings settings;

  /** A dialog that shows the settings as they are. */
  public SettingsDialog(Messages messages, Settings settings, Consumer<Settings> onChange) {
    this.messages = messages;
    this.settings = settings;
    this.onChange = onChange;
    dialog =
        ModalDialog.titled(messages, messages.get(Text.SETTINGS))
            .add(languages())
            .add(themes())
            .add(enterKeys())
            .add(rates());
  }

  /** The dialog itself. */
  public ModalDialog dialog() {
    return dialog;
  }

  /** Shows it. */
  public void open() {
    dialog.open();
  }

  private El languages() {
    El choices = choices(Text.LANGUAGE);
    String current = settings.language().map(Language::tag).orElse("auto");
    choices.add(choice("language", "auto", messages.get(Text.AUTO), current));
    for (Language language : Language.values()) {
      choices.add(choice("language", language.tag(), language.ownName(), current));
    }
    return choices.on(
        "change", event -> change(settings.withLanguage(Settings.languageOf(chosen("language")))));
  }

  private El themes() {
    El choices = choices(Text.THEME);
    for (Theme theme : Theme.values()) {
      String label =
          switch (theme) {
            case AUTO -> messages.get(Text.AUTO);
            case LIGHT -> messages.get(Text.THEME_LIGHT);
            case DARK -> messages.get(Text.THEME_DARK);
          };
      choices.add(choice("theme", theme.wireName(), label, settings.theme().wireName()));
    }
    return choices.on(
        "change", event -> change(settings.withTheme(Settings.themeOf(chosen("theme")))));
  }

  private El enterKeys() {
    El choices = choices(Text.ENTER_KEY);
    for (EnterKey enter : EnterKey.values()) {
      Text label = enter == EnterKey.SENDS ? Text.ENTER_SENDS : Text.ENTER_BREAKS;
      choices.add(
          choice("enter", enter.wireName(), messages.get(label), settings.enter().wireName()));
    }
    return choices.on(
        "change", event -> change(settings.withEnter(Settings.enterOf(chosen("enter")))));
  }

  private El rates() {
    El choices = choices(Text.DRAWING);
    for (DrawingRate rate : DrawingRate.values()) {
      String label =
          switch (rate) {
            case EVERY_FRAME -> messages.get(Text.EVERY_FRAME);
            case TEN_PER_SECOND -> messages.count(Text.PER_SECOND, 10);
            case FOUR_PER_SECOND -> messages.count(Text.PER_SECOND, 4);
          };
      choices.add(choice("drawing", rate.wireName(), label, settings.drawing().wireName()));
    }
    return choices.on(
        "change", event -> change(settings.withDrawing(Settings.drawingOf(chosen("drawing")))));
  }

  private El choices(Text legend) {
    return El.of("fieldset", "choices").add(El.of("legend").text(messages.get(legend)));
  }

  private static El choice(String name, String value, String label, String current) {
    HTMLElement input =
        El.of("input").attr("type", "radio").attr("name", name).attr("value", value).element();
    Browser.set(input, "checked", value.equals(current));
    return El.of("label", "choice").add(input).span("", label);
  }

  private String chosen(String name) {
    return Browser.value(dialog.find("input[name=" + name + "]:checked"));
  }

  private void change(Settings changed) {
    settings = changed;
    onChange.accept(changed);
  }
}
