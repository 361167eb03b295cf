/**
 * What Potok does, without HTTP and without SQL: projects, chats, messages, and answers that run on
 * threads of their own whether anybody reads them or not.
 *
 * <p>Storage and models stand behind interfaces of this package. Code is plain and blocking, on
 * virtual threads; an interrupt means stop.
 */
@NullMarked
package dev.potok.engine;

import org.jspecify.annotations.NullMarked;
