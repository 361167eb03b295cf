/**
 * What the page shows in its middle: {@link dev.potok.web.pages.ChatPage} a chat, {@link
 * dev.potok.web.pages.StreamingDemoPage} the stream lab.
 */
@NullMarked
package dev.potok.web.pages;

import org.jspecify.annotations.NullMarked;
