/**
 * What all calls share: reading a request, refusing it, and writing to a reader that may be slow or
 * gone. {@link dev.potok.server.http.ClientLines} knows when a client has closed its connection,
 * {@link dev.potok.server.http.ReaderWatch} cuts one that takes nothing. Knows no route.
 */
@NullMarked
package dev.potok.server.http;

import org.jspecify.annotations.NullMarked;
