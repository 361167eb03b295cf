package dev.potok.cli;

import dev.potok.cli.terminal.SafeText;
import dev.potok.client.PotokClientException;
import dev.potok.client.RetryLaterException;
import dev.potok.client.UnexpectedReplyException;
import java.net.URI;

/**
 * Why a call of a server has failed, in the console's language: the library speaks English to
 * programmers. What the server says is in that language already.
 *
 * @param server the server's address
 */
record ClientFailure(Console console, URI server) {

  /** A sentence about it. */
  String sentence(PotokClientException e) {
    return switch (e) {
      case RetryLaterException later when later.code().equals(RetryLaterException.UNREACHABLE) ->
          console.text(later.isUnsettled() ? "client_no_reply" : "no_server", server.toString());
      case UnexpectedReplyException _ -> console.text("client_not_potok", server.toString());
      default -> SafeText.line(String.valueOf(e.getMessage()));
    };
  }
}
