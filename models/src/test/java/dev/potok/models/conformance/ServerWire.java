package dev.potok.models.conformance;

import dev.potok.engine.ModelException.Kind;
import java.util.Map;

/** How the server of a provider speaks beside its answers. */
public interface ServerWire extends ProviderWire {

  /** Errors in the middle of a stream that tell their kind, as far as the provider has such. */
  Map<Kind, String> errors(String message);

  /** The body of a refusal. */
  String refusal(String message);

  /** An event that is cut in the middle of its JSON. */
  default String halfAnEvent() {
    String event = text("broken");
    return event.substring(0, event.lastIndexOf('}')) + "\n\n";
  }

  /** A whole answer as one JSON object, as it comes if no stream is asked for. */
  String whole(String text);

  /** The list of models. */
  String models(String... ids);

  /** The first line of a request for the list of models. */
  String modelsCall();

  /** The header field that carries the key, and its value. */
  Key key(ScriptedServer.Request request);

  /** A header field's value, as it is and as it must be with the key {@code sk-very-secret}. */
  record Key(String sent, String expected) {}
}
