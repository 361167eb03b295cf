package dev.potok.protocol;

/**
 * An event as a Server-Sent-Events decoder dispatches it.
 *
 * @param event the event's type, {@code message} unless the stream named another
 * @param data the data lines, joined by line feeds
 * @param id the last event id that the stream has set, empty if none
 */
public record SseEvent(String event, String data, String id) {}
