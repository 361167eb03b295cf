package dev.potok.web.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTest {

  @Test
  void everyRouteIsFoundAgainByItsPath() {
    for (Route route :
        new Route[] {
          new Route.NewChat(),
          new Route.Chat(42),
          new Route.Project(7),
          new Route.StreamingDemo(),
          new Route.Chat(999_999_999_999_999L)
        }) {
      assertThat(Route.parse(route.path())).isEqualTo(route);
    }
  }

  @Test
  void aSlashAtTheEndChangesNothing() {
    assertThat(Route.parse("/chats/42/")).isEqualTo(new Route.Chat(42));
    assertThat(Route.parse("/streaming-demo/")).isEqualTo(new Route.StreamingDemo());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/chats",
        "/chats/",
        "/chats/x",
        "/chats/-1",
        "/chats/1/2",
        "/chats/1e3",
        "/chats/1234567890123456",
        "/projects/",
        "/unknown",
        "/streaming-demos"
      })
  void anythingElseIsANewChat(String path) {
    assertThat(Route.parse(path)).isEqualTo(new Route.NewChat());
  }

  @Test
  void aFragmentMayNameAMessage() {
    assertThat(Route.messageIn("message-12")).hasValue(12);
    assertThat(Route.messageIn("message-")).isEmpty();
    assertThat(Route.messageIn("message-1x")).isEmpty();
    assertThat(Route.messageIn("message")).isEmpty();
  }
}
