package dev.potok.web.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.protocol.ChatOptions;
import dev.potok.web.state.Places.Place;
import dev.potok.web.state.Settings.DrawingRate;
import dev.potok.web.state.Settings.EnterKey;
import dev.potok.web.state.Settings.Theme;
import dev.potok.web.text.Language;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class KeptStateTest {
  private final MapStore store = new MapStore();

  @Test
  void everyPlaceHasADraftOfItsOwn() {
    Drafts drafts = new Drafts(store, new MapStore());
    drafts.put(new Route.Chat(1), "one");
    drafts.put(new Route.Chat(2), "two");
    drafts.put(new Route.NewChat(), "new");
    assertThat(drafts.get(new Route.Chat(1))).isEqualTo("one");
    assertThat(drafts.get(new Route.Chat(2))).isEqualTo("two");
    assertThat(drafts.get(new Route.NewChat())).isEqualTo("new");
    assertThat(drafts.get(new Route.Project(1))).isEmpty();
  }

  @Test
  void whatIsChosenForANewChatIsKeptBesideItsDraftUntilNothingIs() {
    Drafts drafts = new Drafts(store, new MapStore());
    Route place = new Route.Project(1);
    ChatOptions options =
        new ChatOptions("Be brief.", OptionalDouble.of(0.5), OptionalLong.empty());
    drafts.putOptions(place, options);
    drafts.putModel(place, "small");
    assertThat(drafts.options(place)).isEqualTo(options);
    assertThat(drafts.model(place)).hasValue("small");
    assertThat(drafts.options(new Route.NewChat())).isEqualTo(ChatOptions.NONE);
    assertThat(drafts.model(new Route.NewChat())).isEmpty();
    drafts.putOptions(place, ChatOptions.NONE);
    drafts.putModel(place, "");
    assertThat(store.values).isEmpty();
    store.put("potok.draft//options", "{");
    assertThat(drafts.options(new Route.NewChat())).isEqualTo(ChatOptions.NONE);
  }

  @Test
  void aBlankDraftLeavesNothingBehind() {
    Drafts drafts = new Drafts(store, new MapStore());
    drafts.put(new Route.Chat(1), "one");
    drafts.put(new Route.Chat(1), " \n");
    assertThat(drafts.get(new Route.Chat(1))).isEmpty();
    assertThat(store.values).isEmpty();
  }

  @Test
  void whatATabWritesIsNotUndoneByAnother() {
    Drafts one = new Drafts(store, new MapStore());
    Drafts two = new Drafts(store, new MapStore());
    Route.Chat chat = new Route.Chat(1);
    one.put(new Route.NewChat(), "of one");
    two.put(new Route.NewChat(), "of two");
    one.putEdit(chat, 7, "an edit of one");
    two.putEdit(chat, 7, "an edit of two");
    two.putEdit(chat, 7, "");
    one.put(new Route.NewChat(), "");
    assertThat(two.get(new Route.NewChat())).isEqualTo("of two");
    assertThat(one.edit(chat, 7)).isEqualTo("an edit of one");
    assertThat(one.edits(chat)).containsOnly(Map.entry(7L, "an edit of one"));
    two.put(new Route.NewChat(), "");
    assertThat(store.values).isEmpty();
  }

  @Test
  void aNewTabFindsWhatWasWrittenLastAndClearsIt() {
    new Drafts(store, new MapStore()).put(new Route.Chat(1), "yesterday");
    Drafts today = new Drafts(store, new MapStore());
    assertThat(today.get(new Route.Chat(1))).isEqualTo("yesterday");
    today.put(new Route.Chat(1), "");
    assertThat(store.values).isEmpty();
    assertThat(today.get(new Route.Chat(1))).isEmpty();
  }

  @Test
  void everyChatHasAPlaceOfItsOwnUntilItIsTheEnd() {
    Places places = new Places(store);
    Place place = new Place(12, 3, -340);
    places.put(1, Optional.of(place));
    assertThat(places.get(1)).hasValue(place);
    assertThat(places.get(2)).isEmpty();
    places.put(1, Optional.empty());
    assertThat(places.get(1)).isEmpty();
    assertThat(store.values).isEmpty();
    store.put("potok.place1", "nowhere at all, ever");
    assertThat(places.get(1)).isEmpty();
  }

  @Test
  void whatIsMadeOfAMessageIsKeptApartAndGoesWithItsChat() {
    Drafts drafts = new Drafts(store, new MapStore());
    Route.Chat one = new Route.Chat(1);
    Route.Chat eleven = new Route.Chat(11);
    drafts.put(one, "draft");
    drafts.putEdit(one, 7, "edited");
    drafts.putEdit(one, 8, "edited too");
    drafts.putEdit(eleven, 7, "elsewhere");
    assertThat(drafts.edit(one, 7)).isEqualTo("edited");
    assertThat(drafts.get(one)).isEqualTo("draft");
    drafts.putEdit(one, 8, "");
    assertThat(drafts.edit(one, 8)).isEmpty();
    drafts.forget(one);
    assertThat(drafts.get(one)).isEmpty();
    assertThat(drafts.edit(one, 7)).isEmpty();
    assertThat(drafts.edit(eleven, 7)).isEqualTo("elsewhere");
  }

  @Test
  void settingsAreWhatWasSaved() {
    Settings settings =
        new Settings(
            Optional.of(Language.RU), Theme.DARK, DrawingRate.FOUR_PER_SECOND, EnterKey.BREAKS);
    settings.save(store);
    assertThat(Settings.load(store)).isEqualTo(settings);
  }

  @Test
  void settingsThatNobodyKnowsAreTheDefaults() {
    Settings defaults =
        new Settings(Optional.empty(), Theme.AUTO, DrawingRate.EVERY_FRAME, EnterKey.SENDS);
    assertThat(Settings.load(store)).isEqualTo(defaults);
    store.put("potok.language", "tlh");
    store.put("potok.theme", "plaid");
    store.put("potok.drawing", "never");
    store.put("potok.enter", "jumps");
    assertThat(Settings.load(store)).isEqualTo(defaults);
  }
}
