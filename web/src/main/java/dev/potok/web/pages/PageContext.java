package dev.potok.web.pages;

import dev.potok.chat.ChatTransport;
import dev.potok.markdown.MarkdownRenderer;
import dev.potok.web.api.Resources;
import dev.potok.web.api.Server;
import dev.potok.web.components.Announcer;
import dev.potok.web.components.Replies;
import dev.potok.web.components.SendKeys;
import dev.potok.web.components.Sidebar;
import dev.potok.web.components.Toasts;
import dev.potok.web.dom.KeyValues;
import dev.potok.web.state.ChatDirectory;
import dev.potok.web.state.Drafts;
import dev.potok.web.state.MessageQueues;
import dev.potok.web.state.Places;
import dev.potok.web.state.QueueSender;
import dev.potok.web.state.Route;
import dev.potok.web.state.Settings;
import dev.potok.web.state.UnsettledSends;
import dev.potok.web.text.Messages;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What every page is given.
 *
 * @param messages what to say
 * @param markdown how texts are rendered
 * @param server where to call
 * @param transport the calls of a chat's session
 * @param resources the calls for projects, chats and models
 * @param directory what is known of them
 * @param drafts what was written and not sent
 * @param queues what is to be sent after running answers
 * @param queueSender sends it
 * @param sends what was sent and can still come to nothing
 * @param store what the browser keeps
 * @param places where the reader was in each chat
 * @param settings the reader's settings as they are now
 * @param settingsDialog shows the settings to the reader
 * @param sidebar the list of chats
 * @param toasts where short notes appear
 * @param replies how failures are said
 * @param announcer what a screen reader reads out
 * @param opening shows another address
 */
public record PageContext(
    Messages messages,
    MarkdownRenderer markdown,
    Server server,
    ChatTransport transport,
    Resources resources,
    ChatDirectory directory,
    Drafts drafts,
    MessageQueues queues,
    QueueSender queueSender,
    UnsettledSends sends,
    KeyValues store,
    Places places,
    Supplier<Settings> settings,
    Runnable settingsDialog,
    Sidebar sidebar,
    Toasts toasts,
    Replies replies,
    Announcer announcer,
    Consumer<Route> opening) {

  /** The keys that send, as the reader has them now. */
  SendKeys sendKeys() {
    return new SendKeys(() -> settings.get().enter());
  }
}
